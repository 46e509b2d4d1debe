import * as z from 'zod';
import { retainUntil } from '../events/event.ts';
import { digestOf, eventIdSchema } from '../ids/ids.ts';
import { ifConditionHolds, newWriteId, putIfAbsent } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';

/** For longer than a request can be accepted, or an attempt be made. */
export const LOOK_AFTER_MS = 2 * 60_000;

/** The deliveries to one endpoint whose events have one ordering key: one after another, by their tickets. */
export type Line = {
  readonly tenantId: string;
  readonly endpointId: string;
  /** A digest of the key, which may be long, and tells of the tenant's customers. */
  readonly line: string;
};

export const lineOf = ({
  tenantId,
  endpointId,
  orderingKey,
}: Omit<Line, 'line'> & { readonly orderingKey: string }): Line => ({
  tenantId,
  endpointId,
  line: digestOf(orderingKey),
});

/** A place in a line, taken when the event is accepted, and given up when its delivery is over. */
export const ticketSchema = z.object({
  eventId: eventIdSchema,
  turn: z.number().int().min(1),
  /** The generation of its delivery that waits. */
  generation: z.number().int().min(1),
  /** The event that was the last one when it came. Absent: there was none, so its message was sent at once. */
  behind: eventIdSchema.optional(),
  /** When a worker sent its message again, because nothing came of it. */
  sentAgainAt: z.number().optional(),
  expiresAt: z.number(),
});
export type Ticket = z.infer<typeof ticketSchema>;

export const partitionOf = ({ tenantId, endpointId, line }: Line): string =>
  `TENANT#${tenantId}#ENDPOINT#${endpointId}#LINE#${line}`;

export const keyOf = (line: Line, turn: number) => ({
  pk: partitionOf(line),
  // As text that sorts by the number.
  sk: String(turn).padStart(16, '0'),
});

/** Whose turn it is. */
export const readFirst = (table: EventsTable, line: Line) => readEnd(table, line, true);

/** Whoever came last. */
export const readLast = (table: EventsTable, line: Line) => readEnd(table, line, false);

async function readEnd(
  { documents, eventsTable }: EventsTable,
  line: Line,
  forward: boolean,
): Promise<Ticket | undefined> {
  const { Items = [] } = await documents.query({
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partitionOf(line) },
    ScanIndexForward: forward,
    Limit: 1,
    ConsistentRead: true,
  });
  return Items[0] === undefined ? undefined : ticketSchema.parse(Items[0]);
}

/** @returns false when somebody else has this turn */
export const putTicket = (table: EventsTable, line: Line, ticket: Ticket): Promise<boolean> =>
  putIfAbsent(table, { ...keyOf(line, ticket.turn), ...ticket });

/** When a ticket expires whose event is kept from now on: as long again after it. */
export const ticketExpiry = (nowMs: number): number => retainUntil(retainUntil(nowMs) * 1_000);

/** Nothing to do when it is gone already. */
export async function removeTicket(
  { documents, eventsTable }: EventsTable,
  line: Line,
  { turn, eventId }: Ticket,
): Promise<void> {
  await ifConditionHolds(
    documents.delete({
      TableName: eventsTable,
      Key: keyOf(line, turn),
      ConditionExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':eventId': eventId },
    }),
  );
}

/**
 * Notes that whoever took the ticket sends its message, as of one that came first: of all who may, one does.
 *
 * @returns false when somebody else did, or it is gone
 */
export function claimTicket(
  { documents, eventsTable }: EventsTable,
  line: Line,
  { turn, eventId }: Ticket,
): Promise<boolean> {
  return ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: keyOf(line, turn),
      UpdateExpression: 'SET claimId = :mine REMOVE behind',
      // The second for the SDK's repeat of a write whose answer was lost.
      ConditionExpression: 'eventId = :eventId AND (attribute_exists(behind) OR claimId = :mine)',
      ExpressionAttributeValues: { ':mine': newWriteId(), ':eventId': eventId },
    }),
  );
}

/** Notes that the message of a ticket was sent again: not each of those who look after it is to do so. */
export const noteSentAgain = (table: EventsTable, line: Line, ticket: Ticket): Promise<void> =>
  setOnTicket(table, line, ticket, 'sentAgainAt', table.clock());

/** Nothing to do when it is gone already. */
export async function setOnTicket(
  { documents, eventsTable }: EventsTable,
  line: Line,
  { turn, eventId }: Ticket,
  name: 'sentAgainAt' | 'expiresAt',
  value: number,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: keyOf(line, turn),
      UpdateExpression: `SET ${name} = :value`,
      ConditionExpression: 'eventId = :eventId',
      ExpressionAttributeValues: { ':value': value, ':eventId': eventId },
    }),
  );
}
