import type { Endpoint, StoredEndpoint } from '../endpoints/endpoint.ts';
import { isUnfinished } from '../endpoints/endpoint.ts';
import { type EndpointsTable, listEndpoints } from '../endpoints/endpoint-store.ts';
import { NotFoundError } from '../errors.ts';
import type { IdentityTable } from './identity-store.ts';
import { listKeys } from './keys.ts';
import { isReadableKey, keyStatus, type StoredKey } from './tenant-identity.ts';

export const DEFAULT_PLAN = 'standard';

/** A tenant is nothing but its keys and endpoints. */
export type Tenant = {
  readonly tenantId: string;
  readonly keys: readonly StoredKey[];
  readonly endpoints: readonly StoredEndpoint[];
};

/** @throws NotFoundError when it has neither a key nor an endpoint */
export async function findTenant(context: IdentityTable & EndpointsTable, tenantId: string): Promise<Tenant> {
  const keys = await listKeys(context, tenantId);
  const endpoints = await listEndpoints(context, tenantId);
  if (keys.length === 0 && endpoints.length === 0) throw new NotFoundError('tenant', tenantId);
  return { tenantId, keys, endpoints };
}

export type TenantStatus = 'UNFINISHED' | 'SUSPENDED' | 'ACTIVE' | 'NO_VALID_KEY';

export type TenantState = Pick<Tenant, 'keys'> & {
  readonly endpoints: readonly Pick<Endpoint, 'statusReason'>[];
};

/** A tenant is suspended when its keys are: each key carries the state, so that the authorizer needs one read. */
export function tenantStatus({ keys, endpoints }: TenantState, nowMs: number): TenantStatus {
  if (endpoints.some(isUnfinished)) return 'UNFINISHED';
  if (isSuspended(keys)) return 'SUSPENDED';
  return keys.some((key) => keyStatus(key, nowMs) === 'ACTIVE') ? 'ACTIVE' : 'NO_VALID_KEY';
}

export const isSuspended = (keys: readonly StoredKey[]): boolean =>
  keys.some(({ status }) => status === 'SUSPENDED');

/** A new key is on the plan of the one before. */
export const planOf = (keys: readonly StoredKey[]): string =>
  keys.findLast(isReadableKey)?.plan ?? DEFAULT_PLAN;
