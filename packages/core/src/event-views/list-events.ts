import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { orUnavailable } from '../errors.ts';
import { eventIdFromIdempotencyKey } from '../ids/ids.ts';
import { readSpread } from '../spread/spread-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type EventFilter, isOfType, matchesFilter, requirePossible } from './event-filter.ts';
import type { EventSummary } from './event-view.ts';
import { type ListedEvent, readListPage } from './list-rows.ts';
import { summarizeEvent } from './summarize-event.ts';

/** A filter that matches little reads so many events and then hands out a token: a request stays short. */
export const MAX_EVENTS_LOOKED_AT = 300;
/** And so many entries of the index, some 25 of which are half a read unit. */
export const MAX_ROWS_LOOKED_AT = 3_000;

const PAGE_ROWS = 100;
/** Where the entries alone tell that most do not match. */
const SIFTED_ROWS = 1_000;
/** Events that are read at the same time where not each is shown. */
const CHUNK = 25;

export type ListEventsContext = EventsTable & EndpointsTable;

export type ListEventsInput = {
  readonly tenantId: string;
  readonly filter: EventFilter;
  readonly limit: number;
  /** Only events below this position. */
  readonly after: string | undefined;
};

export type EventPage = {
  readonly events: EventSummary[];
  /** Where the next page begins; undefined at the end. A page may hold fewer events than asked for, even none. */
  readonly next: string | undefined;
};

/**
 * A tenant's events, newest first. What it reads is bounded, however many there are.
 *
 * @throws EventFilterError, UnavailableError
 */
export async function listEvents(context: ListEventsContext, input: ListEventsInput): Promise<EventPage> {
  const asked = { ...input, filter: requirePossible(input.filter) };
  const { idempotencyKey } = asked.filter;
  const listing =
    idempotencyKey === undefined ? collectEvents(context, asked) : findByKey(context, asked, idempotencyKey);
  return orUnavailable(listing, 'The event store did not answer. Try again.');
}

async function findByKey(table: EventsTable, { tenantId, filter }: ListEventsInput, key: string) {
  const eventId = eventIdFromIdempotencyKey(tenantId, key);
  const found = await summarizeEvent(table, tenantId, { eventId, deliveries: undefined });
  return { events: found !== undefined && matchesFilter(found, filter) ? [found] : [], next: undefined };
}

async function collectEvents(context: ListEventsContext, input: ListEventsInput): Promise<EventPage> {
  const { tenantId, filter, limit, after } = input;
  const { status, eventType, endpointId } = filter;
  const isSifting = eventType !== undefined || (status === 'DLQ' && endpointId !== undefined);
  const isWhole = !isSifting && status === undefined && endpointId === undefined;
  // Where each is shown, one more tells whether there are more.
  const pageRows = isSifting ? SIFTED_ROWS : isWhole ? limit + 1 : PAGE_ROWS;
  const chunkSize = isWhole ? limit : Math.max(limit, CHUNK);
  const spread = await readSpread(context, tenantId);
  const events: EventSummary[] = [];
  let position = after;
  let read = 0;
  let rows = 0;
  for (;;) {
    const page = await readListPage(context, {
      ...{ tenantId, filter, spread, after: position },
      rows: pageRows,
    });
    const candidates = page.events.filter((listed) => mayMatch(listed, filter));
    for (let start = 0; start < candidates.length; start += chunkSize) {
      const chunk = candidates.slice(start, start + chunkSize);
      const summaries = await Promise.all(chunk.map((listed) => summarizeEvent(context, tenantId, listed)));
      for (const [index, summary] of summaries.entries()) {
        position = chunk[index]?.position;
        if (summary === undefined || !matchesFilter(summary, filter)) continue;
        events.push(summary);
        const isLast = !page.more && start + index === candidates.length - 1;
        if (events.length === limit) return { events, next: isLast ? undefined : position };
      }
      read += chunk.length;
      if (read >= MAX_EVENTS_LOOKED_AT && start + chunk.length < candidates.length)
        return { events, next: position };
    }
    if (!page.more) return { events, next: undefined };
    position = page.events.at(-1)?.position ?? position;
    rows += page.read;
    if (read >= MAX_EVENTS_LOOKED_AT || rows >= MAX_ROWS_LOOKED_AT) return { events, next: position };
  }
}

/** As far as the index tells. */
const mayMatch = ({ eventType, endpointIds }: ListedEvent, filter: EventFilter): boolean =>
  isOfType(filter, eventType) &&
  (filter.endpointId === undefined || endpointIds?.includes(filter.endpointId) !== false);
