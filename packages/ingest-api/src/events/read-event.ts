import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import {
  type Clock,
  DAY_SECONDS,
  type Delivery,
  deliverySchema,
  EVENT_RETENTION_DAYS,
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
