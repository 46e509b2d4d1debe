import { expiresTooSoon, retainUntil } from '../events/event.ts';
import { keepEvent } from '../events/event-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import type { Delivery } from './delivery.ts';
import type { LoadedDelivery } from './delivery-store.ts';

/**
 * Sees to it that an event outlives a delivery that waits for somebody. It is written only when it would expire too
 * soon, and then for its whole time: a write of an event costs as much as its payload.
 *
 * @returns the delivery as it is to be written: it lives as long as its event
 */
export async function keepWaiting(
  table: EventsTable,
  { event, delivery }: LoadedDelivery,
): Promise<Delivery> {
  const now = table.clock();
  if (!expiresTooSoon(event, now))
    return event.expiresAt > delivery.expiresAt ? { ...delivery, expiresAt: event.expiresAt } : delivery;
  await keepEvent(table, event);
  return { ...delivery, expiresAt: retainUntil(now) };
}
