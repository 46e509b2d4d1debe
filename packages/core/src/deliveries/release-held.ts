import { toIso } from '../clock.ts';
import { type Delivery, waitsSince, withoutHold } from './delivery.ts';
import { DELIVERY_MESSAGE } from './delivery-message.ts';
import { type DeliveryQueue, sendDelivery } from './delivery-queue.ts';
import {
  clearRelease,
  type DeliveryId,
  type LoadDeliveryContext,
  loadDelivery,
  replaceDelivery,
} from './delivery-store.ts';

/**
 * Lets a held delivery go on with the attempt that it had reached, now. It stays where held ones are found until its
 * message is sent, so after a crash on the way the same call completes it.
 *
 * @param probe where it alone may be posted: the id of the breaker's state
 * @returns false when it is not held any more, or gone
 */
export async function releaseHeld(
  context: LoadDeliveryContext & DeliveryQueue,
  id: DeliveryId,
  probe?: string,
): Promise<boolean> {
  const delivery = (await loadDelivery(context, id))?.delivery;
  if (delivery === undefined) return false;
  const released = delivery.releasing ? delivery : await release(context, delivery);
  if (released === undefined) return false;
  const { tenantId, eventId, endpointId, generation, nextAttempt: attempt } = released;
  await sendDelivery(context, {
    schema: DELIVERY_MESSAGE,
    tenantId,
    eventId,
    endpointId,
    generation,
    attempt,
    ...(probe === undefined ? {} : { probe }),
  });
  await clearRelease(context, released);
  return true;
}

async function release(context: LoadDeliveryContext, delivery: Delivery): Promise<Delivery | undefined> {
  if (delivery.status !== 'HELD') return undefined;
  const released: Delivery = {
    ...withoutHold(delivery),
    status: delivery.attempts.some(({ generation }) => generation === delivery.generation)
      ? 'FAILED'
      : 'PENDING',
    heldSince: waitsSince(delivery),
    releasing: true,
    updatedAt: toIso(context.clock()),
  };
  return (await replaceDelivery(context, delivery, released)) ? released : undefined;
}
