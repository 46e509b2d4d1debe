import type { Clock } from '@switchyard/core/clock';
import { DELIVERY_PREFIX, type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { type Event, eventKey, eventSchema, readEvent } from '@switchyard/core/events';
import type { Documents } from '@switchyard/core/tables';
import { batchGet, isExpired, MAX_BATCH_GET, queryPages } from '@switchyard/core/tables';

export type EventStoryStoreDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
};

export type EventStoryStore = ReturnType<typeof createEventStoryStore>;

/** What became of an event: table Events. */
export function createEventStoryStore({ documents, eventsTable, clock, sleep }: EventStoryStoreDeps) {
  const unlessExpired = (event: Event | undefined) =>
    event === undefined || isExpired(event, clock()) ? undefined : event;

  return {
    readEvent: (tenantId: string, eventId: string): Promise<Event | undefined> =>
      readEvent({ documents, eventsTable, clock }, tenantId, eventId),

    /** Asks under each tenant, for an id alone does not say whose it is. */
    async findEvent(tenantIds: readonly string[], eventId: string): Promise<Event | undefined> {
      for (let start = 0; start < tenantIds.length; start += MAX_BATCH_GET) {
        const some = tenantIds.slice(start, start + MAX_BATCH_GET);
        const [item] = await batchGet(
          { documents, sleep },
          eventsTable,
          some.map((tenantId) => eventKey(tenantId, eventId)),
        );
        if (item !== undefined) return unlessExpired(eventSchema.parse(item));
      }
      return undefined;
    },

    /** Not the event again: its payload does not change, and would be paid for at each look. */
    async readDeliveries({ tenantId, eventId }: Pick<Event, 'tenantId' | 'eventId'>): Promise<Delivery[]> {
      const pages = queryPages(documents, {
        TableName: eventsTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
        ConsistentRead: true,
      });
      const deliveries: Delivery[] = [];
      for await (const { Items = [] } of pages) {
        deliveries.push(...Items.map((item) => deliverySchema.parse(item)));
      }
      return deliveries.filter((delivery) => !isExpired(delivery, clock()));
    },
  };
}
