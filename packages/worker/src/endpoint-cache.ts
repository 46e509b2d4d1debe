import {
  type EndpointsTable,
  holdReason,
  isReadable,
  readEndpoint,
  type StoredEndpoint,
} from '@switchyard/core/endpoints';
import { createSharedReads } from './shared-reads.ts';

export const ENDPOINT_CACHE_MS = 60_000;
/** Of an endpoint that fails, is slow, or is being drained: others may have changed its state. */
export const FAILING_CACHE_MS = 5_000;
const MAX_ENTRIES = 1_000;

export type EndpointCache = {
  get(tenantId: string, endpointId: string): Promise<StoredEndpoint | undefined>;
  forget(tenantId: string, endpointId: string): void;
  /** As it is from now on, past what is remembered; read once for all who ask at the same time. */
  readNow(tenantId: string, endpointId: string): Promise<StoredEndpoint | undefined>;
  /** It has just failed: what is remembered of it is not good for a minute any more. */
  doubt(tenantId: string, endpointId: string): void;
};

type Entry = {
  readonly readAt: number;
  readonly endpoint: Promise<StoredEndpoint | undefined>;
  keepMs: number;
};

/**
 * Reads an endpoint at most once a minute. A change (a new secret, paused) therefore takes up to that long to
 * reach each worker; a rotated secret stays valid far longer.
 */
export function createEndpointCache(table: EndpointsTable): EndpointCache {
  const entries = new Map<string, Entry>();
  const idOf = (tenantId: string, endpointId: string) => `${tenantId}#${endpointId}`;
  // All of a tenant's endpoints are in one partition: an outage of one must not ask it for each delivery.
  const read = createSharedReads((id) => {
    const [tenantId = '', endpointId = ''] = id.split('#');
    return readEndpoint(table, tenantId, endpointId);
  });

  return {
    async get(tenantId, endpointId) {
      const id = idOf(tenantId, endpointId);
      const cached = entries.get(id);
      if (cached !== undefined && table.clock() - cached.readAt < cached.keepMs) return cached.endpoint;
      const endpoint = read(id);
      if (entries.size >= MAX_ENTRIES) entries.clear();
      const entry: Entry = { readAt: table.clock(), endpoint, keepMs: ENDPOINT_CACHE_MS };
      entries.set(id, entry);
      const forget = () => {
        if (entries.get(id) === entry) entries.delete(id);
      };
      endpoint.then((found) => {
        const keepMs = keepFor(found);
        if (keepMs === 0) forget();
        else entry.keepMs = Math.min(entry.keepMs, keepMs);
      }, forget);
      return endpoint;
    },
    readNow: (tenantId, endpointId) => read(idOf(tenantId, endpointId)),
    forget(tenantId, endpointId) {
      entries.delete(idOf(tenantId, endpointId));
    },
    doubt(tenantId, endpointId) {
      const entry = entries.get(idOf(tenantId, endpointId));
      if (entry !== undefined) entry.keepMs = Math.min(entry.keepMs, FAILING_CACHE_MS);
    },
  };
}

/** One that is not in service is not remembered: once it is repaired it must not lose a delivery, nor hold one, to that. */
function keepFor(found: StoredEndpoint | undefined): number {
  if (found === undefined || !isReadable(found) || holdReason(found) !== undefined) return 0;
  const isPlain = found.breaker === undefined && found.drain === undefined && found.slowSince === undefined;
  return isPlain ? ENDPOINT_CACHE_MS : FAILING_CACHE_MS;
}
