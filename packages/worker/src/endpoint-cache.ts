import type { Clock } from '@switchyard/core/clock';
import { type Endpoint, endpointSchema } from '@switchyard/core/endpoints';
import type { Documents } from '@switchyard/core/tables';

export const ENDPOINT_CACHE_MS = 60_000;
const MAX_ENTRIES = 1_000;

export type EndpointCacheDeps = {
  readonly documents: Documents;
  readonly tableName: string;
  readonly clock: Clock;
};

/**
 * Reads an endpoint at most once a minute. A change (a new secret, disabled) therefore takes up to that long to
 * reach each worker; a rotated secret stays valid far longer.
 */
export function createEndpointCache({ documents, tableName, clock }: EndpointCacheDeps) {
  const entries = new Map<
    string,
    { readonly readAt: number; readonly endpoint: Promise<Endpoint | undefined> }
  >();

  async function read(tenantId: string, endpointId: string): Promise<Endpoint | undefined> {
    const { Item } = await documents.get({
      TableName: tableName,
      Key: { tenantId, endpointId },
      ConsistentRead: true,
    });
    return Item === undefined ? undefined : endpointSchema.parse(Item);
  }

  return {
    async get(tenantId: string, endpointId: string): Promise<Endpoint | undefined> {
      const id = `${tenantId}#${endpointId}`;
      const cached = entries.get(id);
      if (cached !== undefined && clock() - cached.readAt < ENDPOINT_CACHE_MS) return cached.endpoint;
      const endpoint = read(tenantId, endpointId);
      if (entries.size >= MAX_ENTRIES) entries.clear();
      entries.set(id, { readAt: clock(), endpoint });
      // Only an enabled endpoint is worth remembering: one that is repaired must not lose a delivery to the cache.
      const forget = () => entries.delete(id);
      endpoint.then((found) => found?.status === 'ENABLED' || forget(), forget);
      return endpoint;
    },
    forget(tenantId: string, endpointId: string): void {
      entries.delete(`${tenantId}#${endpointId}`);
    },
  };
}
