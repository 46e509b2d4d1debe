import { listSourceOf } from '../deliveries/list-source.ts';
import { EVENT_SORT_KEY, listedEvent, listPosition } from '../events/event-keys.ts';
import { querySpread } from '../spread/query-spread.ts';
import type { Spread } from '../spread/spread.ts';
import { EVENTS_LIST_INDEX, type EventsTable } from '../tables/events-table.ts';
import type { EventFilter } from './event-filter.ts';

/** One event as an index knows it. */
export type ListedEvent = {
  readonly eventId: string;
  /** Sorts by time, newest last; the next page begins below it. */
  readonly position: string;
  /** It has at least so many deliveries; undefined where the index does not say. */
  readonly deliveries: number | undefined;
  /** '': it has none; undefined where the index does not say. */
  readonly eventType: string | undefined;
  /** The endpoints that it stands there for; undefined where it stands there itself, or perhaps for others too. */
  readonly endpointIds: readonly string[] | undefined;
};

type Page = {
  readonly tenantId: string;
  readonly filter: EventFilter;
  readonly spread: Spread;
  /** Only events below this position. */
  readonly after: string | undefined;
  readonly rows: number;
};

export type ListPage = {
  readonly events: readonly ListedEvent[];
  readonly more: boolean;
  /** How many entries of the index were read. */
  readonly read: number;
};

/** Sorts before all positions, and just behind all that begin with the same. */
const [FIRST, LAST] = [' ', '~'];

/**
 * One page of a tenant's events from an index, newest first, each once however many deliveries it has. Dead letters
 * and what is held have an index of their own, so that finding those few never reads the many.
 */
export async function readListPage(
  table: EventsTable,
  { tenantId, filter, spread, after, rows }: Page,
): Promise<ListPage> {
  const source = listSourceOf(tenantId, filter);
  const { index, skName } = source;
  const { entries, more, read } = await querySpread(table, {
    ...source,
    spread,
    from: filter.since ?? FIRST,
    // A position itself is no key: each key is longer.
    to: after ?? `${filter.until ?? ''}${LAST}`,
    oldestFirst: false,
    limit: rows,
  });
  const events = new Map<string, ListedEvent>();
  for (const item of entries) {
    const [createdAt = '', eventId = '', last = ''] = String(item[skName]).split('#');
    const position = listPosition(createdAt, eventId);
    const before = events.get(position)?.endpointIds ?? [];
    events.set(
      position,
      item.sk === EVENT_SORT_KEY
        ? { eventId, position, endpointIds: undefined, ...listedEvent(last) }
        : {
            eventId,
            position,
            endpointIds: [...before, last],
            // Where deliveries stand in the list, as they do of older events, all of them were written with it.
            deliveries: index === EVENTS_LIST_INDEX ? 1 : undefined,
            eventType: undefined,
          },
    );
  }
  const listed = [...events.values()];
  // The next page begins below the last one, which may have more entries there.
  const last = more ? listed.pop() : undefined;
  const all = last === undefined ? listed : [...listed, { ...last, endpointIds: undefined }];
  return { events: all, more, read };
}
