import { DAY_SECONDS } from '../clock.ts';
import { KEPT_UNASKED_DAYS } from '../events/event.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { type Line, partitionOf, setOnTicket, type Ticket, ticketExpiry, ticketSchema } from './line.ts';

/** In the order of their turns, those whose events may expire before their turn comes; so many at most. */
export async function readExpiring(table: EventsTable, line: Line, most: number): Promise<Ticket[]> {
  const { documents, eventsTable, clock } = table;
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: 'expiresAt < :soon',
    ExpressionAttributeValues: {
      ':pk': partitionOf(line),
      ':soon': ticketExpiry(clock() - KEPT_UNASKED_DAYS * DAY_SECONDS * 1_000) + DAY_SECONDS,
    },
  });
  const tickets: Ticket[] = [];
  for await (const { Items = [] } of pages) {
    tickets.push(...Items.map((item) => ticketSchema.parse(item)));
    if (tickets.length >= most) break;
  }
  return tickets.slice(0, most);
}

/** Its event is kept from now on for its whole time. */
export const extendTicket = (table: EventsTable, line: Line, ticket: Ticket): Promise<void> =>
  setOnTicket(table, line, ticket, 'expiresAt', ticketExpiry(table.clock()));
