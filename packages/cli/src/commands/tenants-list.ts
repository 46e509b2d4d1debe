import type { Clock } from '@switchyard/core/clock';
import type { TenantIdentity } from '@switchyard/core/tenants';
import type { EndpointSummary } from '../endpoint-store.ts';
import { formatTable, formatTime } from '../format.ts';
import { keyStatus, planOf, type TenantDeps, tenantStatus } from '../tenant.ts';

export type TenantsListDeps = TenantDeps & { readonly clock: Clock };

export function createTenantsList({ keys, endpoints, clock }: TenantsListDeps) {
  return async () => {
    const now = clock();
    const keysByTenant = Map.groupBy(await keys.listAll(), ({ tenantId }) => tenantId);
    const endpointsByTenant = Map.groupBy(await endpoints.listAll(), ({ tenantId }) => tenantId);
    const tenantIds = [...new Set([...keysByTenant.keys(), ...endpointsByTenant.keys()])].sort();
    return {
      tenants: tenantIds.map((tenantId) =>
        summary(tenantId, keysByTenant.get(tenantId) ?? [], endpointsByTenant.get(tenantId) ?? [], now),
      ),
    };
  };
}

function summary(tenantId: string, keys: TenantIdentity[], endpoints: EndpointSummary[], now: number) {
  return {
    tenant_id: tenantId,
    status: tenantStatus({ keys, endpoints }, now),
    plan: planOf(keys),
    active_keys: keys.filter((key) => keyStatus(key, now) === 'ACTIVE').length,
    endpoints: endpoints.length,
    enabled_endpoints: endpoints.filter(({ status }) => status === 'ENABLED').length,
    created_at: [...keys, ...endpoints].map(({ createdAt }) => createdAt).sort()[0] ?? '',
  };
}

export function tenantsListText({
  tenants,
}: Awaited<ReturnType<ReturnType<typeof createTenantsList>>>): string {
  if (tenants.length === 0) return 'There are no tenants. Make one with `tenants create`.';
  return formatTable(
    ['TENANT', 'STATUS', 'PLAN', 'ACTIVE KEYS', 'ENDPOINTS', 'CREATED'],
    tenants.map((tenant) => [
      tenant.tenant_id,
      tenant.status,
      tenant.plan,
      String(tenant.active_keys),
      tenant.enabled_endpoints === tenant.endpoints
        ? String(tenant.endpoints)
        : `${tenant.endpoints} (${tenant.endpoints - tenant.enabled_endpoints} disabled)`,
      formatTime(tenant.created_at),
    ]),
  );
}
