import { toIso } from '../clock.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { listEndpoints } from '../endpoints/list-endpoints.ts';
import { countDead } from '../health/count-attention.ts';
import { inParallel } from '../in-parallel.ts';
import { readSpread } from '../spread/spread-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { countAccepted } from './count-accepted.ts';
import { countView, type EndpointOverview, readEndpointOverview } from './endpoint-overview.ts';
import { findAttention } from './find-attention.ts';
import { type OverviewRange, seriesOf } from './overview-range.ts';

const AT_ONCE = 10;

/**
 * How a tenant's deliveries go. What is read is bounded: a query of its endpoints and one of its dead letters, up to
 * four of its events, and for each endpoint two.
 */
export async function readOverview(
  context: EventsTable & EndpointsTable,
  tenantId: string,
  range: OverviewRange,
) {
  const now = context.clock();
  const series = seriesOf(range, 'outcomes', now);
  const spread = await readSpread(context, tenantId);
  const [stored, dead, accepted] = await Promise.all([
    listEndpoints(context, tenantId),
    countDead(context, tenantId, spread),
    countAccepted(context, { tenantId, spread, range }),
  ]);
  const endpoints = await inParallel(stored, AT_ONCE, (endpoint) =>
    readEndpointOverview(context, endpoint, { series, spread, dead: dead(endpoint.endpointId) }),
  );
  const allDead = countView(dead());
  return {
    range,
    since: toIso(series.sinceMs),
    until: toIso(now),
    accepted: {
      count: accepted.count,
      at_least: accepted.atLeast,
      since: accepted.since,
      bucket_seconds: accepted.bucketMs / 1_000,
      series: accepted.series.map(({ from, count }) => ({ from, count: count ?? null })),
    },
    outcomes: {
      bucket_seconds: series.bucketMs / 1_000,
      ...sum(endpoints),
      series: series.starts.map((start, index) => ({
        from: toIso(start),
        ...sum(endpoints.flatMap((endpoint) => endpoint.series[index] ?? [])),
      })),
    },
    now: {
      held: {
        count: endpoints.reduce((total, endpoint) => total + endpoint.now.held.count, 0),
        at_least: endpoints.some((endpoint) => endpoint.now.held.at_least),
      },
      dead: allDead,
      endpoints: countStates(endpoints),
    },
    endpoints,
    attention: findAttention({ endpoints, dead: allDead }),
  };
}

type Counts = Pick<EndpointOverview, 'delivered' | 'attempts_failed' | 'dead' | 'held'>;

const sum = (all: readonly Counts[]): Counts => ({
  delivered: all.reduce((total, one) => total + one.delivered, 0),
  attempts_failed: all.reduce((total, one) => total + one.attempts_failed, 0),
  dead: all.reduce((total, one) => total + one.dead, 0),
  held: all.reduce((total, one) => total + one.held, 0),
});

/** Of those that are enabled, those that fail are counted as that. */
function countStates(endpoints: readonly EndpointOverview[]) {
  const count = (matches: (endpoint: EndpointOverview) => boolean) => endpoints.filter(matches).length;
  return {
    enabled: count(({ status, breaker }) => status === 'ENABLED' && breaker === 'closed'),
    failing: count(({ status, breaker }) => status === 'ENABLED' && breaker !== 'closed'),
    paused: count(({ status }) => status === 'PAUSED'),
    disabled: count(({ status }) => status === 'DISABLED'),
    unreadable: count(({ status }) => status === 'UNREADABLE'),
  };
}
