import { AUTHORIZER_CACHE_SECONDS } from '@switchyard/core/tenants';
import { count } from '../format.ts';
import type { KeyStore } from '../key-store.ts';
import type { Tenant } from '../tenant.ts';

export type TenantsResumeDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly keys: KeyStore;
};

/** Ends a suspension; revoked keys stay revoked. */
export function createTenantsResume({ findTenant, keys }: TenantsResumeDeps) {
  return async (tenantId: string) => {
    const tenant = await findTenant(tenantId);
    let changed = 0;
    for (const key of tenant.keys) {
      if (key.status !== 'SUSPENDED') continue;
      if (await keys.changeStatus(key, { from: ['SUSPENDED'], to: 'ACTIVE' })) changed += 1;
    }
    return {
      tenant_id: tenantId,
      changed_keys: changed,
      effective_within_seconds: AUTHORIZER_CACHE_SECONDS,
    };
  };
}

export function tenantsResumeText({
  tenant_id,
  changed_keys,
}: Awaited<ReturnType<ReturnType<typeof createTenantsResume>>>): string {
  if (changed_keys === 0) return `Tenant ${tenant_id} was not suspended.`;
  return `Tenant ${tenant_id} is active again: ${count(changed_keys, 'key')}. API Gateway caches a decision, so a key that was just refused may be refused for up to ${AUTHORIZER_CACHE_SECONDS} s.`;
}
