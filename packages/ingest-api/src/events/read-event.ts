import { DAY_SECONDS } from '@switchyard/core/clock';
import { type Delivery, deliveryKey, deliverySchema, newDelivery } from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import {
  EVENT_RETENTION_DAYS,
  EVENT_SORT_KEY,
  type Event,
  eventKey,
  eventSchema,
} from '@switchyard/core/events';
import { type EventsTable, isExpired, readEach } from '@switchyard/core/tables';
import { readPartition } from '../read-partition.ts';

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
  const isUnreadable = (endpointId: string) => {
    const { sk } = deliveryKey(tenantId, eventId, endpointId);
    return written.some((item) => item.sk === sk && !deliverySchema.safeParse(item).success);
  };
  // A replay may have sent it to an endpoint that was made later.
  const endpointIds = new Set([...event.endpointIds, ...readable.map(({ endpointId }) => endpointId)]);
  const deliveries = [...endpointIds]
    .filter((endpointId) => !isUnreadable(endpointId))
    .flatMap(
      (endpointId) =>
        readable.find((delivery) => delivery.endpointId === endpointId) ?? unwritten(event, endpointId, now),
    );
  return { event, deliveries };
}

/**
 * A delivery whose item is not written yet is on its way all the same. One that is gone because its time is over is
 * not: a requeue lets an event outlive the deliveries that were not requeued.
 */
function unwritten(event: Event, endpointId: string, nowMs: number): Delivery[] {
  const isOver = Date.parse(event.createdAt) + EVENT_RETENTION_DAYS * DAY_SECONDS * 1000 <= nowMs;
  return isOver ? [] : [newDelivery(event, endpointId)];
}
