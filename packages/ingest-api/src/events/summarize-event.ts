import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Clock,
  DELIVERY_PREFIX,
  deliverySchema,
  eventKey,
  eventStatus,
  isExpired,
} from '@switchyard/core';
import { type EventSummary, toDeliverySummary } from './event-view.ts';
import type { ListedEvent } from './list-rows.ts';

const listedDeliverySchema = deliverySchema.omit({ attempts: true });

/**
 * What a list shows of an event: its deliveries, without payload and attempts.
 *
 * @returns undefined when it has expired
 */
export function createSummarizeEvent(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable, clock } = deps;

  return async (tenantId: string, listed: ListedEvent): Promise<EventSummary | undefined> => {
    const common = { event_id: listed.eventId, created_at: listed.createdAt };
    if (!listed.hasDeliveries) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: eventsTable,
          Key: eventKey(tenantId, listed.eventId),
          ProjectionExpression: 'eventType, expiresAt',
        }),
      );
      if (Item === undefined || isExpired({ expiresAt: Number(Item.expiresAt) }, clock())) return undefined;
      return { ...common, event_type: Item.eventType, status: eventStatus([]), deliveries: [] };
    }
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: eventsTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: {
          ':pk': eventKey(tenantId, listed.eventId).pk,
          ':delivery': DELIVERY_PREFIX,
        },
      }),
    );
    const deliveries = Items.map((item) => listedDeliverySchema.parse(item)).filter(
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
  };
}
