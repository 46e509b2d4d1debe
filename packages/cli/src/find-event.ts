import { DELIVERY_PREFIX, type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { type Event, eventKey, eventSchema } from '@switchyard/core/events';
import { type EventsTable, isExpired, queryPages } from '@switchyard/core/tables';
import { createBatchGet, MAX_BATCH } from './batch-get.ts';

/** Asks under each tenant, for an id alone does not say whose it is. */
export async function findEvent(
  context: EventsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  tenantIds: readonly string[],
  eventId: string,
): Promise<Event | undefined> {
  const { documents, eventsTable: tableName, sleep } = context;
  const batchGet = createBatchGet({ documents, tableName, sleep });
  for (let start = 0; start < tenantIds.length; start += MAX_BATCH) {
    const some = tenantIds.slice(start, start + MAX_BATCH);
    const [item] = await batchGet(some.map((tenantId) => eventKey(tenantId, eventId)));
    if (item === undefined) continue;
    const event = eventSchema.parse(item);
    return isExpired(event, context.clock()) ? undefined : event;
  }
  return undefined;
}

/** Not the event again: its payload does not change, and would be paid for at each look. */
export async function readDeliveries(
  { documents, eventsTable, clock }: EventsTable,
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
