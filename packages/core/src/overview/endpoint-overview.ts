import { isReadable, type StoredEndpoint } from '../endpoints/endpoint.ts';
import { endpointView } from '../endpoints/endpoint-view.ts';
import { type BoundedCount, countHeld } from '../health/count-attention.ts';
import { addUp, type CountedHour, readHours, startOf } from '../health/read-hours.ts';
import type { Spread } from '../spread/spread.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { bucketAt, type Series } from './overview-range.ts';

export type EndpointOverview = Awaited<ReturnType<typeof readEndpointOverview>>;

/** How an endpoint did in each span of time and in all of them, and how it stands. */
export async function readEndpointOverview(
  table: EventsTable,
  endpoint: StoredEndpoint,
  { series, spread, dead }: { readonly series: Series; readonly spread: Spread; readonly dead: BoundedCount },
) {
  const [held, hours] = await Promise.all([
    countHeld(table, endpoint, spread),
    isReadable(endpoint) ? readHours(table, endpoint, series.sinceMs) : [],
  ]);
  const view = endpointView(endpoint, table.clock());
  const all = addUp(hours);
  const attempts = all.delivered + all.failed;
  return {
    endpoint_id: view.endpoint_id,
    target_url: view.target_url,
    description: view.description,
    status: view.status,
    status_reason: view.status_reason,
    status_changed_at: view.status_changed_at,
    breaker: view.health.breaker,
    failing_since: view.health.failing_since,
    success_rate: attempts === 0 ? null : all.delivered / attempts,
    answer_ms_p95: all.answerMsP95 ?? null,
    ...countsView(hours),
    now: { held: countView(held), dead: countView(dead) },
    series: series.starts.map((_, index) =>
      countsView(hours.filter((hour) => bucketAt(series, startOf(hour)) === index)),
    ),
  };
}

function countsView(hours: readonly CountedHour[]) {
  const { delivered, failed, dead, held } = addUp(hours);
  return { delivered, attempts_failed: failed, dead, held };
}

export const countView = ({ count, atLeast }: BoundedCount) => ({ count, at_least: atLeast });
