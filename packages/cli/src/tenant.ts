import type { Endpoint } from '@switchyard/core/endpoints';
import { NotFoundError } from '@switchyard/core/errors';
import type { TenantIdentity } from '@switchyard/core/tenants';
import { type EndpointStore, type EndpointSummary, isUnfinished } from './endpoint-store.ts';
import { CommandError } from './errors.ts';
import type { KeyStore } from './key-store.ts';

export const DEFAULT_PLAN = 'standard';

export type Tenant = {
  readonly tenantId: string;
  readonly keys: readonly TenantIdentity[];
  readonly endpoints: readonly Endpoint[];
};

export type TenantDeps = { readonly keys: KeyStore; readonly endpoints: EndpointStore };

/** @throws NotFoundError when it has neither a key nor an endpoint: a tenant is nothing but these */
export function createFindTenant({ keys, endpoints }: TenantDeps) {
  return async (tenantId: string): Promise<Tenant> => {
    const tenant = {
      tenantId,
      keys: await keys.listOf(tenantId),
      endpoints: await endpoints.listOf(tenantId),
    };
    if (tenant.keys.length === 0 && tenant.endpoints.length === 0) {
      throw new NotFoundError('tenant', tenantId);
    }
    return tenant;
  };
}

/** @throws CommandError when `tenants create` stopped half way: what is added now would be revoked when it goes on */
export function requireFinished({ tenantId, endpoints }: Tenant): void {
  if (!endpoints.some(isUnfinished)) return;
  throw new CommandError(
    'tenant_unfinished',
    `The creation of tenant ${tenantId} stopped half way. Run \`tenants create ${tenantId}\` again: it completes it.`,
  );
}

export type KeyStatus = TenantIdentity['status'] | 'EXPIRED';

/** What a key is good for now, in the order in which the authorizer looks. */
export function keyStatus({ status, expiresAt }: TenantIdentity, nowMs: number): KeyStatus {
  if (status === 'REVOKED') return 'REVOKED';
  if (expiresAt !== undefined && Date.parse(expiresAt) <= nowMs) return 'EXPIRED';
  return status;
}

export type TenantStatus = 'UNFINISHED' | 'SUSPENDED' | 'ACTIVE' | 'NO_VALID_KEY';

/** A tenant is suspended when its keys are: each key carries the state, so that the authorizer needs one read. */
export function tenantStatus(
  {
    keys,
    endpoints,
  }: { readonly keys: readonly TenantIdentity[]; readonly endpoints: readonly EndpointSummary[] },
  nowMs: number,
): TenantStatus {
  if (endpoints.some(isUnfinished)) return 'UNFINISHED';
  if (isSuspended(keys)) return 'SUSPENDED';
  return keys.some((key) => keyStatus(key, nowMs) === 'ACTIVE') ? 'ACTIVE' : 'NO_VALID_KEY';
}

export const isSuspended = (keys: readonly TenantIdentity[]): boolean =>
  keys.some(({ status }) => status === 'SUSPENDED');

/** A new key is on the plan of the one before. */
export const planOf = (keys: readonly TenantIdentity[]): string => keys.at(-1)?.plan ?? DEFAULT_PLAN;
