import { type Delivery, deliverySchema, newDelivery } from '../deliveries/delivery.ts';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { type EventHead, mayHaveExpired } from '../events/event.ts';
import { isExpired } from '../tables/events-table.ts';

/**
 * Deliveries of an event whose items are not written yet, since nothing has come of them: they are on their way all
 * the same. One that is gone because its time is over is not: a requeue lets an event outlive the deliveries that were
 * not requeued.
 *
 * @param items those that are there, also what cannot be read
 */
export function unwrittenDeliveries(
  event: EventHead,
  items: readonly Readonly<Record<string, unknown>>[],
  nowMs: number,
): Delivery[] {
  if (mayHaveExpired(event, nowMs)) return [];
  const { tenantId, eventId } = event;
  const isThere = (sortKey: string) =>
    items.some((item) => {
      if (item.sk !== sortKey) return false;
      const { data } = deliverySchema.safeParse(item);
      return data === undefined || !isExpired(data, nowMs);
    });
  return event.endpointIds
    .filter((endpointId) => !isThere(deliveryKey(tenantId, eventId, endpointId).sk))
    .map((endpointId) => newDelivery(event, endpointId));
}

export const byEndpoint = (a: Pick<Delivery, 'endpointId'>, b: Pick<Delivery, 'endpointId'>): number =>
  a.endpointId < b.endpointId ? -1 : 1;
