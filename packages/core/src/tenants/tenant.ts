import type { Endpoint } from '../endpoints/endpoint.ts';
import { isUnfinished } from '../endpoints/unfinished.ts';
import type { PlaceInPlan } from './change-plan.ts';
import { isApiKey, isPortalKey, keyStatus, type StoredKey } from './tenant-identity.ts';

export const DEFAULT_PLAN = 'standard';

export type TenantStatus = 'UNFINISHED' | 'SUSPENDED' | 'ACTIVE' | 'NO_VALID_KEY';

export type TenantState = {
  readonly keys: readonly StoredKey[];
  readonly endpoints: readonly Pick<Endpoint, 'statusReason'>[];
};

/** A tenant is suspended when its keys are: each key carries the state, so that the authorizer needs one read. */
export function tenantStatus({ keys, endpoints }: TenantState, nowMs: number): TenantStatus {
  if (endpoints.some(isUnfinished)) return 'UNFINISHED';
  if (isSuspended(keys)) return 'SUSPENDED';
  return keys.some((key) => !isPortalKey(key) && keyStatus(key, nowMs) === 'ACTIVE')
    ? 'ACTIVE'
    : 'NO_VALID_KEY';
}

export const isSuspended = (keys: readonly StoredKey[]): boolean =>
  keys.some((key) => !isPortalKey(key) && key.status === 'SUSPENDED');

/** A new key is on the plan of the one before. */
export function planOf(keys: readonly StoredKey[]): PlaceInPlan {
  const newest: PlaceInPlan = keys.findLast(isApiKey) ?? { plan: DEFAULT_PLAN };
  const { plan, usageIdentifierKey } = newest;
  return { plan, ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }) };
}
