import { type Clock, DAY_SECONDS } from '@switchyard/core/clock';
import { type Delivery, deliverySchema, newDelivery } from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import {
  EVENT_RETENTION_DAYS,
  EVENT_SORT_KEY,
  type Event,
  eventKey,
  eventSchema,
} from '@switchyard/core/events';
import type { Documents } from '@switchyard/core/tables';
import { isExpired } from '@switchyard/core/tables';
import { readPartition } from '../read-partition.ts';

export type ReadEventDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};

/**
 * An event of this tenant with all of its deliveries.
 *
 * @throws NotFoundError also when the event is another tenant's: the key holds the tenant, so it cannot be reached
 */
export function createReadEvent(deps: ReadEventDeps) {
  const { clock } = deps;
  return async (tenantId: string, eventId: string): Promise<{ event: Event; deliveries: Delivery[] }> => {
    const items = await readPartition(deps, eventKey(tenantId, eventId).pk);
    const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
    const event = eventItem === undefined ? undefined : eventSchema.parse(eventItem);
    if (event === undefined || isExpired(event, clock())) throw new NotFoundError('event', eventId);
    const written = items
      .filter(({ sk }) => sk !== EVENT_SORT_KEY)
      .map((item) => deliverySchema.parse(item))
      .filter((delivery) => !isExpired(delivery, clock()));
    const deliveries = event.endpointIds.flatMap(
      (endpointId) => written.find((one) => one.endpointId === endpointId) ?? unwritten(event, endpointId),
    );
    return { event, deliveries };
  };

  /**
   * A delivery whose item is not written yet is on its way all the same. One that is gone because its time is over is
   * not: a requeue lets an event outlive the deliveries that were not requeued.
   */
  function unwritten(event: Event, endpointId: string): Delivery[] {
    const isOver = Date.parse(event.createdAt) + EVENT_RETENTION_DAYS * DAY_SECONDS * 1000 <= clock();
    return isOver ? [] : [newDelivery(event, endpointId)];
  }
}
