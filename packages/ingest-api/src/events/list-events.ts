import type { EventStatus } from '@switchyard/core/deliveries';
import { orUnavailable } from '@switchyard/core/errors';
import type { EventsTable } from '@switchyard/core/tables';
import type { EventSummary } from './event-view.ts';
import { readListPage } from './list-rows.ts';
import { summarizeEvent } from './summarize-event.ts';

/** A filter that matches little looks at this many events and then hands out a token: a request stays short. */
export const MAX_EVENTS_LOOKED_AT = 300;

export type ListEventsInput = {
  readonly tenantId: string;
  readonly status: EventStatus | undefined;
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
 * A tenant's events, newest first.
 *
 * @throws UnavailableError
 */
export const listEvents = (table: EventsTable, input: ListEventsInput): Promise<EventPage> =>
  orUnavailable(collectEvents(table, input), 'The event store did not answer. Try again.');

async function collectEvents(table: EventsTable, input: ListEventsInput): Promise<EventPage> {
  const { tenantId, status, limit, after } = input;
  const events: EventSummary[] = [];
  let position = after;
  let lookedAt = 0;
  for (;;) {
    const page = await readListPage(table, { tenantId, status, after: position });
    for (let start = 0; start < page.events.length; start += limit) {
      const chunk = page.events.slice(start, start + limit);
      const summaries = await Promise.all(chunk.map((listed) => summarizeEvent(table, tenantId, listed)));
      for (const [index, summary] of summaries.entries()) {
        position = chunk[index]?.position;
        if (summary === undefined || (status !== undefined && summary.status !== status)) continue;
        events.push(summary);
        const isLast = !page.more && start + index === page.events.length - 1;
        if (events.length === limit) return { events, next: isLast ? undefined : position };
      }
    }
    if (!page.more) return { events, next: undefined };
    lookedAt += page.events.length;
    if (lookedAt >= MAX_EVENTS_LOOKED_AT) return { events, next: position };
  }
}
