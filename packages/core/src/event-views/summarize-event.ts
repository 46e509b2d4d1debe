import { deliverySchema, eventStatus } from '../deliveries/delivery.ts';
import { DELIVERY_PREFIX } from '../deliveries/delivery-keys.ts';
import { type EventHead, eventHeadSchema } from '../events/event.ts';
import { eventKey } from '../events/event-keys.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { type EventSummary, toDeliverySummary } from './event-view.ts';
import type { ListedEvent } from './list-rows.ts';
import { byEndpoint, unwrittenDeliveries } from './unwritten-deliveries.ts';

/**
 * What a list shows of an event: its deliveries, without payload and attempts. The event itself, with all of its
 * payload, is read only while deliveries are missing that nothing has come of yet.
 *
 * @returns undefined when it has expired, or none of it can be read
 */
export async function summarizeEvent(
  table: EventsTable,
  tenantId: string,
  listed: Pick<ListedEvent, 'eventId' | 'deliveries'>,
): Promise<EventSummary | undefined> {
  const now = table.clock();
  const items = await readDeliveryItems(table, tenantId, listed.eventId);
  const written = readEach(deliverySchema, items).filter((delivery) => !isExpired(delivery, now));
  const isComplete = items.length > 0 && items.length >= (listed.deliveries ?? Number.POSITIVE_INFINITY);
  const event = isComplete ? undefined : await readHead(table, tenantId, listed.eventId);
  const [first = event] = written;
  if (first === undefined) return undefined;
  const deliveries = [
    ...written,
    ...(event === undefined ? [] : unwrittenDeliveries(event, items, now)),
  ].toSorted(byEndpoint);
  if (deliveries.length === 0 && event?.endpointIds.length !== 0) return undefined;
  return {
    event_id: listed.eventId,
    created_at: first.createdAt,
    event_type: first.eventType,
    status: eventStatus(deliveries.map(({ status }) => status)),
    deliveries: deliveries.map(toDeliverySummary),
  };
}

async function readDeliveryItems({ documents, eventsTable }: EventsTable, tenantId: string, eventId: string) {
  const { Items = [] } = await documents.query({
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
    ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
  });
  return Items;
}

export async function readHead(
  { documents, eventsTable, clock }: EventsTable,
  tenantId: string,
  eventId: string,
): Promise<EventHead | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: eventKey(tenantId, eventId),
    ProjectionExpression:
      'tenantId, eventId, eventType, endpointIds, createdAt, listSk, correlationId, expiresAt',
  });
  const { data } = eventHeadSchema.safeParse(Item);
  return data === undefined || isExpired(data, clock()) ? undefined : data;
}
