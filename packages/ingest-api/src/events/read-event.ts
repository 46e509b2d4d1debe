import { type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import { byEndpoint, unwrittenDeliveries } from '@switchyard/core/event-views';
import { EVENT_SORT_KEY, type Event, eventKey, eventSchema } from '@switchyard/core/events';
import { type EventsTable, isExpired, readEach, readPartition } from '@switchyard/core/tables';

export type EventWithDeliveries = { readonly event: Event; readonly deliveries: readonly Delivery[] };

/**
 * An event of this tenant with all of its deliveries.
 *
 * @throws NotFoundError also when the event is another tenant's: the key holds the tenant, so it cannot be reached
 * @throws UnavailableError
 */
export async function readEvent(
  table: EventsTable,
  tenantId: string,
  eventId: string,
): Promise<EventWithDeliveries> {
  const items = await readPartition(table, eventKey(tenantId, eventId).pk);
  const now = table.clock();
  const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
  const event = eventItem === undefined ? undefined : eventSchema.parse(eventItem);
  if (event === undefined || isExpired(event, now)) throw new NotFoundError('event', eventId);
  const written = items.filter(({ sk }) => sk !== EVENT_SORT_KEY);
  const readable = readEach(deliverySchema, written).filter((delivery) => !isExpired(delivery, now));
  const deliveries = [...readable, ...unwrittenDeliveries(event, written, now)];
  return { event, deliveries: deliveries.toSorted(byEndpoint) };
}
