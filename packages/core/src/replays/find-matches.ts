import { deliverySchema } from '../deliveries/delivery.ts';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { listSourceOf } from '../deliveries/list-source.ts';
import { wantsEventType } from '../endpoints/endpoint.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { EVENT_SORT_KEY } from '../events/event-keys.ts';
import { querySpread } from '../spread/query-spread.ts';
import { readSpread } from '../spread/spread-store.ts';
import { type BatchGetContext, batchGet, MAX_BATCH_GET } from '../tables/batch-get.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { expandRows, rowOf } from './expand-rows.ts';
import { findMissing } from './find-missing.ts';
import type { Replay } from './replay.ts';
import type { ReplayTargets } from './replay-targets.ts';

export type FindMatchesContext = EventsTable & EndpointsTable & BatchGetContext;

/** A delivery as an index knows it; without an endpoint, an event. */
export type IndexRow = { readonly eventId: string; readonly endpointId: string; readonly position: string };

export type Match = { readonly eventId: string; readonly endpointId: string };

export type Matches = {
  readonly page: Match[];
  readonly scanned: number;
  /** Where the next page begins; undefined: there was nothing to look at. */
  readonly cursor: string | undefined;
  /** Nothing is behind it. */
  readonly walked: boolean;
  readonly firstAt: string | undefined;
};

/** Rows that are looked at in a step: a filter that matches little costs time, never memory. */
const ROWS_AT_A_TIME = 100;
/** Their items are read so many at a time, until there are enough. */
const ITEMS_AT_A_TIME = 25;
/** Two items of each row are read, all at once. */
const EVENTS_AT_A_TIME = MAX_BATCH_GET / 2;
/** Sorts before what an id may hold, and after: a position with it is just behind all that begin with it. */
const [FIRST, LAST] = [' ', '~'];

type Walk = Pick<Replay, 'tenantId' | 'filter' | 'cursor'> & { readonly replayId?: string };

/** The next deliveries that a replay's filter matches, by when their events were accepted, oldest first. */
export async function findMatches(
  context: FindMatchesContext,
  replay: Walk,
  targets: ReplayTargets,
  atMost: number,
): Promise<Matches> {
  const { rows, more } = await readRows(context, replay);
  const page: Match[] = [];
  let scanned = 0;
  while (scanned < rows.length && page.length < atMost) {
    const chunk = rows.slice(scanned, scanned + (isMissing(replay) ? rows.length : ITEMS_AT_A_TIME));
    const matching = await matchesIn(context, replay, targets, chunk);
    for (const [index, match] of matching.entries()) {
      if (page.length === atMost) return result(rows.slice(0, scanned + index), page, false);
      if (match !== undefined) page.push(match);
    }
    scanned += chunk.length;
  }
  return result(rows.slice(0, scanned), page, !more && scanned >= rows.length);
}

const result = (rows: readonly IndexRow[], page: Match[], walked: boolean): Matches => ({
  page,
  scanned: rows.length,
  cursor: rows.at(-1)?.position,
  walked,
  firstAt: rows[0]?.position.split('#')[0],
});

const isMissing = ({ filter }: Walk): boolean => filter.status === 'MISSING';

async function readRows(context: FindMatchesContext, walk: Walk) {
  const { tenantId, filter, cursor } = walk;
  const source = listSourceOf(tenantId, filter);
  const { entries, more } = await querySpread(context, {
    ...source,
    spread: await readSpread(context, tenantId),
    from: cursor === undefined ? (filter.since ?? FIRST) : goOnFrom(cursor),
    to: `${filter.until}${LAST}`,
    oldestFirst: true,
    limit: isMissing(walk) ? EVENTS_AT_A_TIME : ROWS_AT_A_TIME,
  });
  const rows = entries.map((item): IndexRow => {
    const position = String(item[source.skName]);
    const [, eventId = '', endpointId = ''] = position.split('#');
    return { eventId, endpointId: item.sk === EVENT_SORT_KEY ? '' : endpointId, position };
  });
  if (isMissing(walk)) return { rows: more ? withoutLastEvent(rows) : rows, more };
  const deliveries = await expandRows(context, tenantId, rows);
  return { rows: deliveries.filter(({ position }) => position > (cursor ?? '')), more };
}

/** The event whose deliveries the last step did not get to the end of is looked at again. */
function goOnFrom(cursor: string): string {
  const { row, isPart } = rowOf(cursor);
  return isPart ? row : `${row}${FIRST}`;
}

/** The last one may have more rows than these; an event is looked at once. */
function withoutLastEvent(rows: readonly IndexRow[]): readonly IndexRow[] {
  const last = rows.at(-1)?.eventId;
  const whole = rows.filter(({ eventId }) => eventId !== last);
  return whole.length === 0 ? rows : whole;
}

/** Of each row the delivery to start, or undefined. */
async function matchesIn(
  context: FindMatchesContext,
  { tenantId, filter, replayId }: Walk,
  targets: ReplayTargets,
  rows: readonly IndexRow[],
): Promise<(Match | undefined)[]> {
  const { status, endpointId: only, eventTypes } = filter;
  if (status === 'MISSING') return findMissing(context, { tenantId, filter }, targets, rows);
  const asked = rows.filter(
    ({ endpointId }) => targets.has(endpointId) && (only === undefined || endpointId === only),
  );
  const keys = asked.map(({ eventId, endpointId }) => deliveryKey(tenantId, eventId, endpointId));
  const items = readEach(deliverySchema, await batchGet(context, context.eventsTable, keys));
  const matching = new Set(
    items
      .filter(
        (delivery) =>
          delivery.status === status &&
          !isExpired(delivery, context.clock()) &&
          // One that it has started, and that has come to the same again, is behind it.
          (replayId === undefined || delivery.replayId !== replayId) &&
          wantsEventType({ eventTypes }, delivery.eventType),
      )
      .map(({ eventId, endpointId }) => `${eventId}#${endpointId}`),
  );
  return rows.map(({ eventId, endpointId }) =>
    matching.has(`${eventId}#${endpointId}`) ? { eventId, endpointId } : undefined,
  );
}
