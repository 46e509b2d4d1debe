import type { Delivery } from '../deliveries/delivery.ts';
import { type DeliveryQueue, sendDelivery } from '../deliveries/delivery-queue.ts';
import { lookMessage } from './in-turn.ts';
import { lineOf } from './line.ts';

const SOON_MS = 60_000;

/**
 * Before a delivery with an ordering key is ended by somebody other than its attempt: a worker looks a moment later, and
 * lets the next one go on. When the end was not written after all, that finds nothing to do.
 */
export async function lookSoon(queue: DeliveryQueue, delivery: Delivery): Promise<void> {
  const { orderingKey, eventId } = delivery;
  if (orderingKey === undefined) return;
  const line = lineOf({ ...delivery, orderingKey });
  await sendDelivery(
    queue,
    lookMessage(delivery, { line, first: eventId, notBefore: queue.clock() + SOON_MS }),
  );
}
