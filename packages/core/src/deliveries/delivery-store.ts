import { randomBytes } from 'node:crypto';
import { toSeconds } from '../clock.ts';
import { type Event, eventSchema, mayHaveExpired } from '../events/event.ts';
import { EVENT_SORT_KEY, eventKey, listKey } from '../events/event-keys.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds, putIfAbsent } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { type Attempt, type Delivery, deliverySchema, MAX_KEPT_ATTEMPTS, newDelivery } from './delivery.ts';
import { attentionKey, DELIVERY_PREFIX, deliveryKey, endpointIdOfSortKey } from './delivery-keys.ts';

export type DeliveryId = { readonly tenantId: string; readonly eventId: string; readonly endpointId: string };

export type LoadDeliveryContext = EventsTable & BatchGetContext;

export type LoadedDelivery = { readonly event: Event; readonly delivery: Delivery };

/** @returns false when the item exists: the worker was faster and has recorded more than we know */
export function putDelivery(table: EventsTable, event: Event, endpointId: string): Promise<boolean> {
  return putIfAbsent(table, toItem(newDelivery(event, endpointId)));
}

/** @returns false when there is one */
export const putNewDelivery = (table: EventsTable, delivery: Delivery): Promise<boolean> =>
  putIfAbsent(table, toItem(delivery));

/** The item of a delivery. Its index keys follow from its state, so they cannot disagree with it. */
function toItem(delivery: Delivery) {
  const { tenantId, eventId, endpointId, createdAt } = delivery;
  return {
    ...deliveryKey(tenantId, eventId, endpointId),
    ...listKey(tenantId, createdAt, eventId, endpointId),
    ...attentionKeyOf(delivery),
    ...delivery,
  };
}

function attentionKeyOf(delivery: Delivery): Record<string, string> {
  const { tenantId, eventId, endpointId, createdAt, status, releasing } = delivery;
  if (releasing) return attentionKey(tenantId, endpointId, 'HELD', createdAt, eventId);
  switch (status) {
    case 'DLQ':
    case 'HELD':
      return attentionKey(tenantId, endpointId, status, createdAt, eventId);
    case 'PENDING':
    case 'FAILED':
    case 'DELIVERED':
    case 'PURGED':
      return {};
  }
}

/** The endpoints whose delivery item exists, which proves that their message was sent. */
export async function queuedEndpoints(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventId }: Event,
): Promise<Set<string>> {
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
    ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
    ProjectionExpression: 'sk, expiresAt',
    ConsistentRead: true,
  });
  const queued = new Set<string>();
  for await (const { Items = [] } of pages) {
    for (const { sk, expiresAt } of Items) {
      if (!isExpired({ expiresAt: Number(expiresAt) }, clock())) queued.add(endpointIdOfSortKey(String(sk)));
    }
  }
  return queued;
}

/**
 * Reads an event and one of its deliveries in one call. The delivery item may not be written yet when the event was
 * accepted a moment ago: then it is as new.
 *
 * @returns undefined when there is no such event any more, or it never went to this endpoint
 * @throws UnavailableError when DynamoDB keeps answering in part
 */
export async function loadDelivery(
  context: LoadDeliveryContext,
  { tenantId, eventId, endpointId }: DeliveryId,
): Promise<LoadedDelivery | undefined> {
  const { clock } = context;
  const items = await batchGet(context, context.eventsTable, [
    eventKey(tenantId, eventId),
    deliveryKey(tenantId, eventId, endpointId),
  ]);
  const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
  if (eventItem === undefined) return undefined;
  const event = eventSchema.parse(eventItem);
  if (isExpired(event, clock())) return undefined;

  const deliveryItem = items.find(({ sk }) => sk !== EVENT_SORT_KEY);
  const delivery = deliveryItem === undefined ? undefined : deliverySchema.parse(deliveryItem);
  if (delivery !== undefined && !isExpired(delivery, clock())) return { event, delivery };
  // Its own time is over though the event lives on, as after the requeue of a sibling: it must not begin again. One
  // left over from an earlier event of the same id says nothing about this one.
  if (delivery !== undefined && delivery.createdAt === event.createdAt) return undefined;
  if (mayHaveExpired(event, clock())) return undefined;
  return event.endpointIds.includes(endpointId)
    ? { event, delivery: newDelivery(event, endpointId) }
    : undefined;
}

/** Notes that what the outbox held is in its queue. Nothing to do when a later step has already replaced it. */
export async function clearOutbox(
  { documents, eventsTable }: EventsTable,
  delivery: Pick<Delivery, 'tenantId' | 'eventId' | 'endpointId' | 'generation' | 'nextAttempt'>,
): Promise<void> {
  const { tenantId, eventId, endpointId, generation, nextAttempt } = delivery;
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: deliveryKey(tenantId, eventId, endpointId),
      UpdateExpression: 'REMOVE outbox',
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt',
      ExpressionAttributeValues: { ':generation': generation, ':nextAttempt': nextAttempt },
    }),
  );
}

/** Notes that the message of a released delivery is in its queue: nobody looks for it any more. */
export async function clearRelease(
  { documents, eventsTable }: EventsTable,
  released: Delivery,
): Promise<void> {
  const { tenantId, eventId, endpointId, generation, nextAttempt } = released;
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: deliveryKey(tenantId, eventId, endpointId),
      UpdateExpression: 'REMOVE releasing, attentionPk, attentionSk',
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt AND releasing = :true',
      ExpressionAttributeValues: { ':generation': generation, ':nextAttempt': nextAttempt, ':true': true },
    }),
  );
}

/**
 * Replaces a delivery by its next state, provided that nobody changed it since it was read: of two workers with the
 * same message one wins. What has expired counts as absent. A write whose answer was lost is repeated by the SDK, and
 * knows itself by its `writeId`.
 *
 * @returns false when somebody else was faster; nothing was written
 */
export function replaceDelivery(
  { documents, eventsTable }: EventsTable,
  previous: Delivery,
  next: Delivery,
): Promise<boolean> {
  const writeId = randomBytes(6).toString('base64url');
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: { ...toItem(next), writeId },
      // Without brackets, as in `putIfAbsent`.
      ConditionExpression:
        'attribute_not_exists(pk) OR expiresAt <= :now OR writeId = :writeId OR generation = :generation AND nextAttempt = :nextAttempt AND #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':generation': previous.generation,
        ':nextAttempt': previous.nextAttempt,
        ':status': previous.status,
        ':now': toSeconds(Date.parse(next.updatedAt)),
        ':writeId': writeId,
      },
    }),
  );
}

/**
 * Adds an attempt that was under way when somebody started the delivery anew: the endpoint got both requests, so both
 * are in its history.
 *
 * @returns false when it could not be added, or was there already
 */
export async function addLateAttempt(
  context: LoadDeliveryContext,
  id: DeliveryId,
  attempt: Attempt,
): Promise<boolean> {
  const current = (await loadDelivery(context, id))?.delivery;
  if (current === undefined || current.generation <= attempt.generation) return false;
  if (current.attempts.some((made) => made.startedAt === attempt.startedAt)) return false;
  return ifConditionHolds(
    context.documents.update({
      TableName: context.eventsTable,
      Key: deliveryKey(id.tenantId, id.eventId, id.endpointId),
      UpdateExpression: 'SET attempts = :attempts',
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt',
      ExpressionAttributeValues: {
        ':attempts': [...current.attempts, attempt].slice(-MAX_KEPT_ATTEMPTS),
        ':generation': current.generation,
        ':nextAttempt': current.nextAttempt,
      },
    }),
  );
}
