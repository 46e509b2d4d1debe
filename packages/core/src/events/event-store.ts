import { type BatchPutContext, batchPut } from '../tables/batch-put.ts';
import { ifConditionHolds, newWriteId, putIfAbsent } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { type Event, eventSchema, retainUntil } from './event.ts';
import { eventKey, listPartition } from './event-keys.ts';
import { packPayload } from './stored-payload.ts';

/** @returns false when the event exists already */
export function putEvent(table: EventsTable, event: Event): Promise<boolean> {
  const writeId = newWriteId();
  return putIfAbsent(table, toItem(event, { writeId }), writeId);
}

function toItem({ payload, ...head }: Event, more: object = {}) {
  const { tenantId, eventId, listSk, shard } = head;
  const list = listSk === undefined ? {} : { listPk: listPartition(tenantId, shard) };
  const rest = { ...eventKey(tenantId, eventId), ...list, ...head, ...more };
  return { ...rest, ...packPayload(payload, rest) };
}

/**
 * Writes many that nobody else writes.
 *
 * @returns those that, as far as is known, were not written, with what their write failed with
 */
export async function putNewEvents(
  table: EventsTable & BatchPutContext,
  events: readonly Event[],
  giveUpAt: number,
): Promise<ReadonlyMap<string, unknown>> {
  const unwritten = await batchPut(
    table,
    table.eventsTable,
    events.map((event) => toItem(event)),
    giveUpAt,
  );
  return new Map(unwritten.map(({ item, cause }) => [item.eventId, cause]));
}

/** @returns undefined when there is no such event, or its time is over */
export async function readEvent(
  { documents, eventsTable, clock }: EventsTable,
  tenantId: string,
  eventId: string,
): Promise<Event | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: eventKey(tenantId, eventId),
    ConsistentRead: true,
  });
  if (Item === undefined) return undefined;
  const event = eventSchema.parse(Item);
  return isExpired(event, clock()) ? undefined : event;
}

/**
 * Writes the event's `acceptLeaseUntil`: until when somebody is at work on it.
 *
 * @param lease.seen the value that it must still have
 * @param lease.by whoever writes it: where an answer was lost, the SDK's repeat finds its own write
 * @returns false when somebody else was faster
 */
export function setAcceptLease(
  { documents, eventsTable }: EventsTable,
  { tenantId, eventId, acceptLeaseUntil }: Event,
  lease: { readonly seen: number; readonly by: string },
): Promise<boolean> {
  return ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: eventKey(tenantId, eventId),
      UpdateExpression: 'SET acceptLeaseUntil = :until, acceptLeaseBy = :by',
      ConditionExpression: 'acceptLeaseUntil = :seen OR (acceptLeaseUntil = :until AND acceptLeaseBy = :by)',
      ExpressionAttributeValues: { ':until': acceptLeaseUntil, ':seen': lease.seen, ':by': lease.by },
    }),
  );
}

/** Keeps an event for its whole time again, counted from now: a delivery that starts anew needs the payload. */
export async function keepEvent(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventId }: Event,
): Promise<void> {
  await documents.update({
    TableName: eventsTable,
    Key: eventKey(tenantId, eventId),
    UpdateExpression: 'SET expiresAt = :expiresAt',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':expiresAt': retainUntil(clock()) },
  });
}
