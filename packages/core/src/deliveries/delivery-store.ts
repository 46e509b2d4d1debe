import { toSeconds } from '../clock.ts';
import { type CarriedEvent, carriedToEvent } from '../events/carried-event.ts';
import { type Event, type EventHead, eventSchema, mayHaveExpired } from '../events/event.ts';
import { EVENT_SORT_KEY, eventKey, listPartition } from '../events/event-keys.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds, newWriteId, putIfAbsent } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { type Attempt, type Delivery, deliverySchema, newDelivery, withAttempt } from './delivery.ts';
import { attentionKey, deliveryKey } from './delivery-keys.ts';

export type DeliveryId = { readonly tenantId: string; readonly eventId: string; readonly endpointId: string };

export type LoadDeliveryContext = EventsTable & BatchGetContext;

export type LoadedDelivery = { readonly event: Event; readonly delivery: Delivery };

/** @returns false when the item exists: the worker was faster and has recorded more than we know */
export function putDelivery(table: EventsTable, event: EventHead, endpointId: string): Promise<boolean> {
  return putNewDelivery(table, newDelivery(event, endpointId));
}

/** @returns false when there is one */
export const putNewDelivery = (table: EventsTable, delivery: Delivery): Promise<boolean> =>
  putIfAbsent(table, toItem(delivery));

/** The item of a delivery. Its index keys follow from its state, so they cannot disagree with it. */
function toItem(delivery: Delivery) {
  const { tenantId, eventId, endpointId, listSk } = delivery;
  return {
    ...deliveryKey(tenantId, eventId, endpointId),
    ...(listSk === undefined ? {} : { listPk: listPartition(tenantId) }),
    ...attentionKeyOf(delivery),
    ...delivery,
  };
}

function attentionKeyOf(delivery: Delivery): Record<string, string> {
  const { status, releasing } = delivery;
  if (releasing) return attentionKey(delivery, 'HELD');
  switch (status) {
    case 'DLQ':
    case 'HELD':
      return attentionKey(delivery, status);
    case 'PENDING':
    case 'FAILED':
    case 'DELIVERED':
    case 'PURGED':
      return {};
  }
}

/**
 * Reads an event, unless the message has brought it, and one of its deliveries in one call. A delivery of which nothing
 * has come yet has no item: then it is as new.
 *
 * @returns undefined when there is no such event any more, or it never went to this endpoint
 * @throws UnavailableError when DynamoDB keeps answering in part
 */
export async function loadDelivery(
  context: LoadDeliveryContext,
  id: DeliveryId & { readonly event?: CarriedEvent | undefined },
): Promise<LoadedDelivery | undefined> {
  const { clock } = context;
  const { endpointId } = id;
  const { event, deliveryItem } = await (id.event === undefined
    ? readBoth(context, id)
    : readDelivery(context, id, id.event));
  if (event === undefined || isExpired(event, clock())) return undefined;

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

type ReadItems = {
  readonly event: Event | undefined;
  readonly deliveryItem: Readonly<Record<string, unknown>> | undefined;
};

async function readBoth(
  context: LoadDeliveryContext,
  { tenantId, eventId, endpointId }: DeliveryId,
): Promise<ReadItems> {
  const items = await batchGet(context, context.eventsTable, [
    eventKey(tenantId, eventId),
    deliveryKey(tenantId, eventId, endpointId),
  ]);
  const eventItem = items.find(({ sk }) => sk === EVENT_SORT_KEY);
  return {
    event: eventItem === undefined ? undefined : eventSchema.parse(eventItem),
    deliveryItem: items.find(({ sk }) => sk !== EVENT_SORT_KEY),
  };
}

async function readDelivery(
  { documents, eventsTable }: EventsTable,
  id: DeliveryId,
  carried: CarriedEvent,
): Promise<ReadItems> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: deliveryKey(id.tenantId, id.eventId, id.endpointId),
    ConsistentRead: true,
  });
  return { event: carriedToEvent(id, carried), deliveryItem: Item };
}

/** Notes that what the outbox held is in its queue. Nothing to do when a later step has already replaced it. */
export async function clearOutbox(
  { documents, eventsTable }: EventsTable,
  delivery: Pick<
    Delivery,
    'tenantId' | 'eventId' | 'endpointId' | 'generation' | 'nextAttempt' | 'releasing'
  >,
): Promise<void> {
  const { tenantId, eventId, endpointId, generation, nextAttempt, releasing } = delivery;
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: deliveryKey(tenantId, eventId, endpointId),
      UpdateExpression: `REMOVE outbox, writeId${releasing ? ', releasing, attentionPk, attentionSk' : ''}`,
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt',
      ExpressionAttributeValues: { ':generation': generation, ':nextAttempt': nextAttempt },
    }),
  );
}

/** Keeps a delivery as long as its event, whatever else becomes of it. */
export async function extendDelivery(
  { documents, eventsTable }: EventsTable,
  { tenantId, eventId, endpointId, expiresAt }: Delivery,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: deliveryKey(tenantId, eventId, endpointId),
      UpdateExpression: 'SET expiresAt = :expiresAt REMOVE writeId',
      ConditionExpression: 'expiresAt < :expiresAt',
      ExpressionAttributeValues: { ':expiresAt': expiresAt },
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
      UpdateExpression: 'REMOVE releasing, attentionPk, attentionSk, writeId',
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt AND releasing = :true',
      ExpressionAttributeValues: { ':generation': generation, ':nextAttempt': nextAttempt, ':true': true },
    }),
  );
}

/**
 * Replaces a delivery by its next state, provided that nobody changed it since it was read: of two workers with the
 * same message one wins. What has expired counts as absent. A write whose answer was lost is repeated by the SDK, and
 * knows itself by its `writeId`. What changes the item afterwards removes that: a write that is carried out so late
 * that its repeat came first must not undo it.
 *
 * @returns false when somebody else was faster; nothing was written
 */
export function replaceDelivery(
  { documents, eventsTable }: EventsTable,
  previous: Delivery,
  next: Delivery,
): Promise<boolean> {
  const writeId = newWriteId();
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
  const { attempts, attemptsGone } = withAttempt(current, attempt);
  return ifConditionHolds(
    context.documents.update({
      TableName: context.eventsTable,
      Key: deliveryKey(id.tenantId, id.eventId, id.endpointId),
      UpdateExpression: `SET attempts = :attempts${attemptsGone === undefined ? '' : ', attemptsGone = :gone'} REMOVE writeId`,
      ConditionExpression: 'generation = :generation AND nextAttempt = :nextAttempt',
      ExpressionAttributeValues: {
        ':attempts': attempts,
        ...(attemptsGone === undefined ? {} : { ':gone': attemptsGone }),
        ':generation': current.generation,
        ':nextAttempt': current.nextAttempt,
      },
    }),
  );
}
