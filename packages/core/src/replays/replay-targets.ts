import { type Endpoint, isReadable } from '../endpoints/endpoint.ts';
import { holdReason } from '../endpoints/endpoint-state.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { listEndpoints } from '../endpoints/list-endpoints.ts';
import type { ReplayFilter, ReplayReason } from './replay.ts';

/** The endpoints that deliveries can be started to, by id: of one that is gone they would only be given up again. */
export type ReplayTargets = ReadonlyMap<string, Endpoint>;

/** @returns the endpoints, or why nothing can be started to the one that the filter names */
export async function readTargets(
  context: EndpointsTable,
  tenantId: string,
  { endpointId, status }: Pick<ReplayFilter, 'endpointId' | 'status'>,
): Promise<ReplayTargets | ReplayReason> {
  const stored = await listEndpoints(context, tenantId);
  const targets = new Map(stored.filter(isReadable).map((endpoint) => [endpoint.endpointId, endpoint]));
  if (endpointId === undefined) return targets;
  const endpoint = targets.get(endpointId);
  if (endpoint === undefined) {
    const isThere = stored.some((other) => other.endpointId === endpointId);
    return isThere ? 'endpoint_unreadable' : 'endpoint_deleted';
  }
  // What is held would only be held again.
  return status === 'HELD' && holdReason(endpoint) !== undefined ? 'endpoint_holds' : targets;
}
