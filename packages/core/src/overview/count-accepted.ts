import { toIso } from '../clock.ts';
import { readListPage } from '../event-views/list-rows.ts';
import type { Spread } from '../spread/spread.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { bucketAt, MAX_ACCEPTED_COUNTED, type OverviewRange, seriesOf } from './overview-range.ts';

const PAGE_ROWS = 1_000;

export type AcceptedCounts = {
  readonly count: number;
  /** There are more: it was counted up to the limit, newest first. */
  readonly atLeast: boolean;
  /** From when on they are counted. */
  readonly since: string;
  readonly bucketMs: number;
  /** undefined: from before they are counted, or only in part. */
  readonly series: readonly { readonly from: string; readonly count: number | undefined }[];
};

/** How many events of a tenant were accepted, and when. Counted in the list, so that nothing is written for it. */
export async function countAccepted(
  context: EventsTable,
  {
    tenantId,
    spread,
    range,
  }: { readonly tenantId: string; readonly spread: Spread; readonly range: OverviewRange },
): Promise<AcceptedCounts> {
  const series = seriesOf(range, 'accepted', context.clock());
  const filter = { since: toIso(series.sinceMs) };
  const counts = series.starts.map(() => 0);
  let count = 0;
  let after: string | undefined;
  let isCut = false;
  for (;;) {
    const room = MAX_ACCEPTED_COUNTED - count;
    // One more says whether there are more.
    const rows = Math.min(PAGE_ROWS, room + 1);
    const { events, more } = await readListPage(context, { tenantId, filter, spread, after, rows });
    for (const { position } of events.slice(0, room)) {
      const bucket = bucketAt(series, Date.parse(position.slice(0, position.indexOf('#'))));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      count += 1;
      after = position;
    }
    isCut = events.length > room;
    if (isCut || !more || events.length === 0) break;
  }
  const sinceMs =
    isCut && after !== undefined ? Date.parse(after.slice(0, after.indexOf('#'))) : series.sinceMs;
  return {
    count,
    atLeast: isCut,
    since: toIso(sinceMs),
    bucketMs: series.bucketMs,
    series: series.starts.map((start, index) => ({
      from: toIso(start),
      count: start < sinceMs ? undefined : counts[index],
    })),
  };
}
