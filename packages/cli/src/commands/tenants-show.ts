import type { Clock } from '@switchyard/core/clock';
import { indent } from '../format.ts';
import { planOf, type Tenant, tenantStatus } from '../tenant.ts';
import { endpointsListText, endpointView } from './endpoints-list.ts';
import { keySummary, keysListText } from './keys-list.ts';

export type TenantsShowDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly clock: Clock;
};

export function createTenantsShow({ findTenant, clock }: TenantsShowDeps) {
  return async (tenantId: string) => {
    const tenant = await findTenant(tenantId);
    const now = clock();
    return {
      tenant_id: tenantId,
      status: tenantStatus(tenant, now),
      plan: planOf(tenant.keys),
      keys: tenant.keys.map((key) => keySummary(key, now)),
      endpoints: tenant.endpoints.map((endpoint) => endpointView(endpoint, now)),
    };
  };
}

export function tenantsShowText({
  tenant_id,
  status,
  plan,
  keys,
  endpoints,
}: Awaited<ReturnType<ReturnType<typeof createTenantsShow>>>): string {
  return [
    `Tenant ${tenant_id}: ${status}, plan ${plan}`,
    '',
    indent(keysListText(keys)),
    '',
    indent(endpointsListText(endpoints)),
  ].join('\n');
}
