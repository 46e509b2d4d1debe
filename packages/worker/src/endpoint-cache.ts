import { type EndpointsTable, readEndpoint, type StoredEndpoint } from '@switchyard/core/endpoints';

export const ENDPOINT_CACHE_MS = 60_000;
const MAX_ENTRIES = 1_000;

export type EndpointCache = {
  get(tenantId: string, endpointId: string): Promise<StoredEndpoint | undefined>;
  forget(tenantId: string, endpointId: string): void;
};

type Entry = { readonly readAt: number; readonly endpoint: Promise<StoredEndpoint | undefined> };

/**
 * Reads an endpoint at most once a minute. A change (a new secret, disabled) therefore takes up to that long to
 * reach each worker; a rotated secret stays valid far longer.
 */
export function createEndpointCache(table: EndpointsTable): EndpointCache {
  const entries = new Map<string, Entry>();
  const idOf = (tenantId: string, endpointId: string) => `${tenantId}#${endpointId}`;

  return {
    async get(tenantId, endpointId) {
      const id = idOf(tenantId, endpointId);
      const cached = entries.get(id);
      if (cached !== undefined && table.clock() - cached.readAt < ENDPOINT_CACHE_MS) return cached.endpoint;
      const endpoint = readEndpoint(table, tenantId, endpointId);
      if (entries.size >= MAX_ENTRIES) entries.clear();
      entries.set(id, { readAt: table.clock(), endpoint });
      // Only an enabled endpoint is worth remembering: one that is repaired must not lose a delivery to the cache.
      const forget = () => entries.delete(id);
      endpoint.then((found) => found?.status === 'ENABLED' || forget(), forget);
      return endpoint;
    },
    forget(tenantId, endpointId) {
      entries.delete(idOf(tenantId, endpointId));
    },
  };
}
