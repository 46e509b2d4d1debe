import type { Attempt, ControlMessage, Delivery } from '@switchyard/core/deliveries';
import { type LoadDeliveryContext, loadDelivery } from '@switchyard/core/delivery-store';
import { isReadable, type StoredEndpoint } from '@switchyard/core/endpoints';
import type { Logger } from '@switchyard/core/logging';
import { OPERATIONAL_EVENT_VERSION, OPERATIONAL_SOURCE } from '@switchyard/core/operational-events';
import type { ActedOutcome } from './process-control.ts';
import { type TellContext, tell } from './tell.ts';

type ExhaustedMessage = Extract<ControlMessage, { kind: 'tell_exhausted' }>;

/**
 * Tells that a delivery was given up. Not of an event that tells something itself: two endpoints that fail would hear
 * of each other for ever. Nor of one that is gone, of which nothing is known any more, not even that.
 *
 * @param endpoint as it is now; undefined when it is deleted
 */
export async function tellExhausted(
  context: TellContext & LoadDeliveryContext,
  endpoint: StoredEndpoint | undefined,
  message: ExhaustedMessage,
  log: Logger,
): Promise<ActedOutcome> {
  const { tenantId, eventId, endpointId, generation, reason, attempts, deadAt, id } = message;
  const loaded = await loadDelivery(context, message);
  if (loaded === undefined || loaded.event.source?.provider === OPERATIONAL_SOURCE) return 'stale';
  const { event, delivery } = loaded;
  if (!isGivenUp(delivery, generation)) return 'changed';
  const latest = delivery.attempts.findLast((made) => made.generation === generation);
  const url = endpoint !== undefined && isReadable(endpoint) ? endpoint.targetUrl : '';
  const data = {
    endpoint_id: endpointId,
    target_host: URL.parse(url)?.host ?? null,
    event_id: eventId,
    event_type: event.eventType ?? null,
    accepted_at: event.createdAt,
    reason,
    attempts,
    last_error: latest === undefined ? null : errorOfAttempt(latest),
  };
  const version = OPERATIONAL_EVENT_VERSION;
  await tell(
    context,
    { tenantId, id, event: { type: 'delivery.exhausted', version, timestamp: deadAt, data } },
    log,
  );
  return 'done';
}

/** What is held too long gets its dead letter first: it may have been sent on at that moment. */
const isGivenUp = ({ status, generation }: Delivery, given: number): boolean =>
  generation > given || status === 'DLQ' || status === 'PURGED';

const errorOfAttempt = ({ statusCode, error }: Attempt): string | null =>
  error ?? (statusCode === undefined ? null : `http_${statusCode}`);
