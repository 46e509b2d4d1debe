import { AUTHORIZER_CACHE_SECONDS } from '@switchyard/core/tenants';
import { count } from '../format.ts';
import type { KeyStore } from '../key-store.ts';
import type { Tenant } from '../tenant.ts';

export type TenantsSuspendDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly keys: KeyStore;
};

/** Suspends all keys of a tenant; revoked ones stay revoked. */
export function createTenantsSuspend({ findTenant, keys }: TenantsSuspendDeps) {
  return async (tenantId: string) => {
    const tenant = await findTenant(tenantId);
    let changed = 0;
    let suspended = 0;
    for (const key of tenant.keys) {
      if (key.status === 'REVOKED') continue;
      const change = { from: ['ACTIVE'], to: 'SUSPENDED' } as const;
      if (!(await keys.changeStatus(key, change))) continue;
      suspended += 1;
      if (key.status === 'ACTIVE') changed += 1;
    }
    return {
      tenant_id: tenantId,
      changed_keys: changed,
      suspended_keys: suspended,
      effective_within_seconds: AUTHORIZER_CACHE_SECONDS,
    };
  };
}

export function tenantsSuspendText({
  tenant_id,
  changed_keys,
  suspended_keys,
}: Awaited<ReturnType<ReturnType<typeof createTenantsSuspend>>>): string {
  if (suspended_keys === 0) {
    return `Tenant ${tenant_id} has no key that could be suspended, so it cannot send; a key made later will be active.`;
  }
  if (changed_keys === 0) return `Tenant ${tenant_id} was suspended already.`;
  return `Tenant ${tenant_id} is suspended: ${count(changed_keys, 'key')}. API Gateway caches a decision, so a key that was just used may work for up to ${AUTHORIZER_CACHE_SECONDS} s.`;
}
