import { toIso } from '../clock.ts';
import { type Delivery, newDelivery } from '../deliveries/delivery.ts';
import { type DeliveryId, loadDelivery, putNewDelivery } from '../deliveries/delivery-store.ts';
import {
  isUnsentRequeue,
  type RequeueDeliveryContext,
  type RequeueResult,
  requeueDelivery,
  sendFirstMessage,
} from '../deliveries/requeue-delivery.ts';
import { UnavailableError } from '../errors.ts';
import { retainUntil } from '../events/event.ts';
import { keepEvent, readEvent } from '../events/event-store.ts';
import type { ReplayedStatus } from './replay.ts';

const TRIES = 3;

/**
 * Starts one delivery for a replay, once, however often it is asked: after a crash on the way the same call completes
 * it.
 *
 * @throws UnavailableError
 */
export async function replayDelivery(
  context: RequeueDeliveryContext,
  { replayId, status }: { readonly replayId: string; readonly status: ReplayedStatus },
  id: DeliveryId,
): Promise<RequeueResult> {
  const start = () =>
    status === 'MISSING'
      ? deliverMissing(context, replayId, id)
      : requeueDelivery(context, { ...id, replayId, from: [status] });
  for (let tried = 1; tried < TRIES; tried += 1) {
    try {
      return await start();
    } catch (error) {
      // Somebody else changed it at the same moment.
      if (!(error instanceof UnavailableError)) throw error;
    }
  }
  return start();
}

/** The delivery that the event would have if the endpoint had been there. */
async function deliverMissing(
  context: RequeueDeliveryContext,
  replayId: string,
  id: DeliveryId,
): Promise<RequeueResult> {
  const existing = (await loadDelivery(context, id))?.delivery;
  if (existing !== undefined) {
    if (existing.replayId !== replayId) return 'superseded';
    if (isUnsentRequeue(existing)) await sendFirstMessage(context, existing);
    return 'requeued';
  }
  const event = await readEvent(context, id.tenantId, id.eventId);
  if (event === undefined) return 'not_found';
  await keepEvent(context, event);
  const now = context.clock();
  const delivery: Delivery = {
    ...newDelivery(event, id.endpointId),
    outbox: { kind: 'attempt', notBefore: now },
    replayId,
    updatedAt: toIso(now),
    expiresAt: retainUntil(now),
  };
  if (!(await putNewDelivery(context, delivery)))
    throw new UnavailableError('The delivery was made at this moment. Try again.');
  await sendFirstMessage(context, delivery);
  return 'requeued';
}
