import { toSeconds } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import { type Event, eventSchema } from '../events/event.ts';
import { EVENT_SORT_KEY, eventKey, listKey } from '../events/event-keys.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Documents } from '../tables/documents.ts';
import { isExpired } from '../tables/expiry.ts';
import { type Delivery, deliverySchema, newDelivery } from './delivery.ts';
import { attentionKey, deliveryKey } from './delivery-keys.ts';

export type DeliveryId = { readonly tenantId: string; readonly eventId: string; readonly endpointId: string };

export type LoadedDelivery = { readonly event: Event; readonly delivery: Delivery };

type Deps = { readonly documents: Documents; readonly eventsTable: string };

/**
 * Reads an event and one of its deliveries in one call. The delivery item may not be written yet when the event was
 * accepted a moment ago: then it is as new.
 *
 * @returns undefined when there is no such event any more, or it never went to this endpoint
 * @throws UnavailableError when DynamoDB answered in part
 */
export function createLoadDelivery({ documents, eventsTable }: Deps) {
  return async (id: DeliveryId, nowMs: number): Promise<LoadedDelivery | undefined> => {
    const { tenantId, eventId, endpointId } = id;
    const result = await documents.batchGet({
      RequestItems: {
        [eventsTable]: {
          Keys: [eventKey(tenantId, eventId), deliveryKey(tenantId, eventId, endpointId)],
          ConsistentRead: true,
        },
      },
    });
    if (Object.keys(result.UnprocessedKeys ?? {}).length > 0) {
      throw new UnavailableError('DynamoDB left part of a read undone.');
    }
    const items = result.Responses?.[eventsTable] ?? [];
    const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
    if (eventItem === undefined) return undefined;
    const event = eventSchema.parse(eventItem);
    if (isExpired(event, nowMs)) return undefined;

    const deliveryItem = items.find(({ sk }) => sk !== EVENT_SORT_KEY);
    const delivery = deliveryItem === undefined ? undefined : deliverySchema.parse(deliveryItem);
    if (delivery !== undefined && !isExpired(delivery, nowMs)) return { event, delivery };
    // Its own time is over though the event lives on, as after the requeue of a sibling: it must not begin again. One
    // left over from an earlier event of the same id says nothing about this one.
    if (delivery !== undefined && delivery.createdAt === event.createdAt) return undefined;
    return event.endpointIds.includes(endpointId)
      ? { event, delivery: newDelivery(event, endpointId) }
      : undefined;
  };
}

/** Notes that what the outbox held is in its queue. Nothing to do when a later step has already replaced it. */
export function createClearOutbox({ documents, eventsTable }: Deps) {
  return async (id: DeliveryId, generation: number, nextAttempt: number): Promise<void> => {
    await ifConditionHolds(
      documents.update({
        TableName: eventsTable,
        Key: deliveryKey(id.tenantId, id.eventId, id.endpointId),
        UpdateExpression: 'REMOVE outbox',
        ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt',
        ExpressionAttributeValues: { ':generation': generation, ':nextAttempt': nextAttempt },
      }),
    );
  };
}

/**
 * Replaces a delivery by its next state, provided that nobody changed it since it was read: of two workers with the
 * same message one wins. What has expired counts as absent. The index keys follow from the state, so they cannot
 * disagree with it.
 *
 * @returns false when somebody else was faster; nothing was written
 */
export function createReplaceDelivery({ documents, eventsTable }: Deps) {
  return async (previous: Delivery, next: Delivery): Promise<boolean> => {
    const { tenantId, eventId, endpointId, createdAt, updatedAt, status } = next;
    const attention =
      status === 'DLQ' || status === 'HELD'
        ? attentionKey(tenantId, endpointId, status, createdAt, eventId)
        : {};
    return ifConditionHolds(
      documents.put({
        TableName: eventsTable,
        Item: {
          ...deliveryKey(tenantId, eventId, endpointId),
          ...listKey(tenantId, createdAt, eventId, endpointId),
          ...attention,
          ...next,
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR expiresAt <= :now OR (generation = :generation AND nextAttempt = :nextAttempt AND #status = :status)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':generation': previous.generation,
          ':nextAttempt': previous.nextAttempt,
          ':status': previous.status,
          ':now': toSeconds(Date.parse(updatedAt)),
        },
      }),
    );
  };
}
