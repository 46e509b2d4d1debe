import { DELIVERY_PREFIX, deliverySchema, eventStatus } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { type EventsTable, isExpired, readEach } from '@switchyard/core/tables';
import { type EventSummary, toDeliverySummary } from './event-view.ts';
import type { ListedEvent } from './list-rows.ts';

const eventTypeSchema = deliverySchema.shape.eventType;
const listedDeliverySchema = deliverySchema.omit({ attempts: true });

/**
 * What a list shows of an event: its deliveries, without payload and attempts.
 *
 * @returns undefined when it has expired, or none of it can be read
 */
export async function summarizeEvent(
  { documents, eventsTable, clock }: EventsTable,
  tenantId: string,
  listed: ListedEvent,
): Promise<EventSummary | undefined> {
  const common = { event_id: listed.eventId, created_at: listed.createdAt };
  const key = eventKey(tenantId, listed.eventId);
  if (!listed.hasDeliveries) {
    const { Item } = await documents.get({
      TableName: eventsTable,
      Key: key,
      ProjectionExpression: 'eventType, expiresAt',
    });
    if (Item === undefined || isExpired({ expiresAt: Number(Item.expiresAt) }, clock())) return undefined;
    return {
      ...common,
      event_type: eventTypeSchema.safeParse(Item.eventType).data,
      status: eventStatus([]),
      deliveries: [],
    };
  }
  const { Items = [] } = await documents.query({
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
    ExpressionAttributeValues: { ':pk': key.pk, ':delivery': DELIVERY_PREFIX },
  });
  const deliveries = readEach(listedDeliverySchema, Items).filter(
    (delivery) => !isExpired(delivery, clock()),
  );
  const [first] = deliveries;
  if (first === undefined) return undefined;
  return {
    ...common,
    event_type: first.eventType,
    status: eventStatus(deliveries.map(({ status }) => status)),
    deliveries: deliveries.map(toDeliverySummary),
  };
}
