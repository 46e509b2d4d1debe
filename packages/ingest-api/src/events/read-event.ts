import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import {
  type Clock,
  type Delivery,
  deliverySchema,
  EVENT_SORT_KEY,
  type Event,
  eventKey,
  eventSchema,
  isExpired,
  NotFoundError,
  newDelivery,
  UnavailableError,
} from '@switchyard/core';

export type ReadEventDeps = {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
  readonly clock: Clock;
};

/**
 * An event of this tenant with all of its deliveries.
 *
 * @throws NotFoundError also when the event is another tenant's: the key holds the tenant, so it cannot be reached
 */
export function createReadEvent({ documents, eventsTable, clock }: ReadEventDeps) {
  return async (tenantId: string, eventId: string): Promise<{ event: Event; deliveries: Delivery[] }> => {
    const items = await query(eventKey(tenantId, eventId).pk);
    const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
    const event = eventItem === undefined ? undefined : eventSchema.parse(eventItem);
    if (event === undefined || isExpired(event, clock())) throw new NotFoundError('event', eventId);
    const written = items.filter(({ sk }) => sk !== EVENT_SORT_KEY).map((item) => deliverySchema.parse(item));
    // A delivery whose item is not written yet is on its way all the same.
    const deliveries = event.endpointIds.map(
      (endpointId) =>
        written.find((delivery) => delivery.endpointId === endpointId) ?? newDelivery(event, endpointId),
    );
    return { event, deliveries };
  };

  async function query(pk: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    try {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: eventsTable,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
        },
      );
      for await (const page of pages) items.push(...(page.Items ?? []));
    } catch (cause) {
      throw new UnavailableError('The event store did not answer. Try again.', { cause });
    }
    return items;
  }
}
