import type { Random } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { claimTicket, type Line, putTicket, readFirst, readLast, type Ticket, ticketExpiry } from './line.ts';

/** Each try takes a wider range of turns, so a hundred who come at one moment all find one. */
const TRIES = 12;

/**
 * Takes the next turn in a line, unless the last one is its already.
 *
 * @returns undefined when it is its turn, and nobody else sends its message; or the event whose turn it is: whoever
 *   ends that delivery, or one between the two, sends its message
 * @throws UnavailableError when too many take one at the same moment
 */
export async function takeTurn(
  table: EventsTable,
  line: Line,
  { eventId, generation }: Pick<Ticket, 'eventId' | 'generation'>,
  random: Random = Math.random,
): Promise<string | undefined> {
  const ticket = { eventId, generation, expiresAt: ticketExpiry(table.clock()) };
  for (let tried = 0; tried < TRIES; tried += 1) {
    const last = await readLast(table, line);
    if (last?.eventId === eventId) return whoseTurn(table, line, last);
    // The first of a line has the number 1, so that of two who come at once one is behind the other.
    const ahead = last === undefined ? 0 : Math.floor(random() * 2 ** tried);
    const taken = { ...ticket, turn: (last?.turn ?? 0) + 1 + ahead, behind: last?.eventId };
    if (!(await putTicket(table, line, taken))) continue;
    return last === undefined ? undefined : whoseTurn(table, line, taken);
  }
  throw new UnavailableError('Too many events of this ordering key were sent at this moment. Try again.');
}

/** Those before it may have left since: whoever did may not have seen it. */
async function whoseTurn(table: EventsTable, line: Line, mine: Ticket): Promise<string | undefined> {
  const first = await readFirst(table, line);
  if (first?.eventId !== mine.eventId) return first?.eventId ?? mine.eventId;
  if (first.behind === undefined) return undefined;
  return (await claimTicket(table, line, first)) ? undefined : mine.eventId;
}
