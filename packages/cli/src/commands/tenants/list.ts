import { type EndpointSummary, listAllEndpoints } from '@switchyard/core/endpoints';
import {
  isPortalKey,
  keyStatus,
  listAllKeys,
  planOf,
  type StoredKey,
  tenantStatus,
} from '@switchyard/core/tenants';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';

export const tenantsList = defineCommand({
  name: 'tenants list',
  summary: 'all tenants with their state; reads both tables as a whole',
  input: z.object({}),
  options: {},
  examples: ['tenants list', 'tenants list --json'],
  async run({ open, clock }) {
    const deployment = await open();
    const now = clock();
    const keys = Map.groupBy(await listAllKeys(deployment), ({ tenantId }) => tenantId);
    const endpoints = Map.groupBy(await listAllEndpoints(deployment), ({ tenantId }) => tenantId);
    const tenantIds = [...new Set([...keys.keys(), ...endpoints.keys()])].sort();
    return {
      tenants: tenantIds.map((id) => summary(id, keys.get(id) ?? [], endpoints.get(id) ?? [], now)),
    };
  },
  text({ tenants }) {
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
  },
});

function summary(tenantId: string, keys: StoredKey[], endpoints: EndpointSummary[], now: number) {
  return {
    tenant_id: tenantId,
    status: tenantStatus({ keys, endpoints }, now),
    plan: planOf(keys).plan,
    active_keys: keys.filter((key) => !isPortalKey(key) && keyStatus(key, now) === 'ACTIVE').length,
    endpoints: endpoints.length,
    enabled_endpoints: endpoints.filter(({ status }) => status === 'ENABLED').length,
    created_at:
      [...keys, ...endpoints].flatMap((item) => ('createdAt' in item ? item.createdAt : [])).sort()[0] ?? '',
  };
}
