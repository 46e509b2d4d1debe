import type { Clock } from '@switchyard/core/clock';
import { DELIVERY_PREFIX, type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { createEventStore, type Event, eventKey, eventSchema } from '@switchyard/core/events';
import type { Documents } from '@switchyard/core/tables';
import { isExpired, queryPages } from '@switchyard/core/tables';
import { createBatchGet, MAX_BATCH } from './batch-get.ts';

type EventsContext = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
};

export async function readEvent(
  context: EventsContext,
  tenantId: string,
  eventId: string,
): Promise<Event | undefined> {
  return unlessExpired(context, await createEventStore(context).readEvent(tenantId, eventId));
}

/** Asks under each tenant, for an id alone does not say whose it is. */
export async function findEvent(
  context: EventsContext,
  tenantIds: readonly string[],
  eventId: string,
): Promise<Event | undefined> {
  const { documents, eventsTable: tableName, sleep } = context;
  const batchGet = createBatchGet({ documents, tableName, sleep });
  for (let start = 0; start < tenantIds.length; start += MAX_BATCH) {
    const some = tenantIds.slice(start, start + MAX_BATCH);
    const [item] = await batchGet(some.map((tenantId) => eventKey(tenantId, eventId)));
    if (item !== undefined) return unlessExpired(context, eventSchema.parse(item));
  }
  return undefined;
}

/** Not the event again: its payload does not change, and would be paid for at each look. */
export async function readDeliveries(
  { documents, eventsTable, clock }: EventsContext,
  { tenantId, eventId }: Pick<Event, 'tenantId' | 'eventId'>,
): Promise<Delivery[]> {
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
}

const unlessExpired = ({ clock }: EventsContext, event: Event | undefined): Event | undefined =>
  event === undefined || isExpired(event, clock()) ? undefined : event;
