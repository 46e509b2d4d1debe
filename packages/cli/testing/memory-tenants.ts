import type { Endpoint } from '@switchyard/core/endpoints';
import type { TenantIdentity } from '@switchyard/core/tenants';
import { type EndpointStore, isUnfinished } from '../src/endpoint-store.ts';
import type { KeyStore } from '../src/key-store.ts';
import { createFindTenant } from '../src/tenant.ts';

/** Both stores in memory, with the conditions that the tables check. */
export function memoryTenants(start: { keys?: TenantIdentity[]; endpoints?: Endpoint[] } = {}) {
  const keyItems = new Map((start.keys ?? []).map((key) => [key.apiKeyHash, key]));
  const endpointItems = new Map((start.endpoints ?? []).map((endpoint) => [idOf(endpoint), endpoint]));

  const keys: KeyStore = {
    listOf: async (tenantId) => [...keyItems.values()].filter((key) => key.tenantId === tenantId),
    listAll: async () => [...keyItems.values()],
    put: async (key) => {
      keyItems.set(key.apiKeyHash, key);
    },
    changeStatus: async ({ apiKeyHash }, { from, to }) => {
      const key = keyItems.get(apiKeyHash);
      if (key === undefined || ![...from, to].includes(key.status)) return false;
      keyItems.set(apiKeyHash, { ...key, status: to });
      return true;
    },
  };

  const isSame = (a: Endpoint | undefined, b: Endpoint) =>
    JSON.stringify(a?.secrets) === JSON.stringify(b.secrets);
  const endpoints: EndpointStore = {
    listOf: async (tenantId) => [...endpointItems.values()].filter((each) => each.tenantId === tenantId),
    listAll: async () => [...endpointItems.values()],
    putNew: async (endpoint) => {
      if (endpointItems.has(idOf(endpoint))) return false;
      endpointItems.set(idOf(endpoint), endpoint);
      return true;
    },
    replaceUnfinished: async (seen, endpoint) => {
      const current = endpointItems.get(idOf(endpoint));
      if (current === undefined || !isUnfinished(current) || !isSame(current, seen)) return false;
      endpointItems.set(idOf(endpoint), endpoint);
      return true;
    },
    enable: async (endpoint, updatedAt) => {
      const current = endpointItems.get(idOf(endpoint));
      if (current === undefined || !isSame(current, endpoint)) return false;
      const { statusReason: _reason, ...rest } = current;
      endpointItems.set(idOf(endpoint), { ...rest, status: 'ENABLED', updatedAt });
      return true;
    },
  };

  return {
    keys,
    endpoints,
    findTenant: createFindTenant({ keys, endpoints }),
    allKeys: () => [...keyItems.values()],
    allEndpoints: () => [...endpointItems.values()],
  };
}

const idOf = ({ tenantId, endpointId }: Endpoint) => `${tenantId}/${endpointId}`;
