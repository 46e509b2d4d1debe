import { holdReason, isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { startDrain } from '@switchyard/core/endpoints/start-drain';
import type { HeldEntry } from '@switchyard/core/held-deliveries';
import type { Logger } from '@switchyard/core/logging';
import { type DrainStepContext, releaseAll } from './drain-step.ts';

/** What is held for less may be about to go on by itself. */
const LEFT_BEHIND_MS = 3_600_000;

/**
 * Looks after what nobody else comes for: of an endpoint that was taken out of the table by hand each delivery goes on,
 * and so ends; one that is in service is drained, as after its status was written by hand or a message was lost.
 */
export async function wakeEndpoints(
  context: DrainStepContext,
  entries: readonly HeldEntry[],
  log: Logger,
): Promise<void> {
  const byEndpoint = Map.groupBy(entries, ({ tenantId, endpointId }) => `${tenantId}#${endpointId}`);
  for (const held of byEndpoint.values()) {
    const [oldest] = held;
    if (oldest === undefined) continue;
    const { tenantId, endpointId, createdAt } = oldest;
    const endpoint = await readEndpoint(context, tenantId, endpointId);
    if (endpoint === undefined) {
      log.warn({ tenantId, endpointId, held: held.length, outcome: 'endpoint_deleted' }, 'expire_held');
      await releaseAll(context, held, log);
    } else if (isReadable(endpoint) && holdReason(endpoint) === undefined && endpoint.drain === undefined) {
      if (context.clock() - Date.parse(createdAt) < LEFT_BEHIND_MS) continue;
      log.warn({ tenantId, endpointId, outcome: 'drain' }, 'expire_held');
      await startDrain(context, endpoint);
    }
  }
}
