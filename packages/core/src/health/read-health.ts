import { isReadable, type StoredEndpoint } from '../endpoints/endpoint.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { type EndpointView, endpointView } from '../endpoints/endpoint-view.ts';
import { inParallel } from '../in-parallel.ts';
import { readSpread } from '../spread/spread-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type BoundedCount, countDead, countHeld } from './count-attention.ts';
import { type DayFigures, readDay } from './read-hours.ts';

const AT_ONCE = 10;

export type EndpointHealth = Awaited<ReturnType<typeof readHealth>>[number]['health'];

/**
 * How some endpoints of one tenant do, with all else that is shown of them: one query for all, and for each two, or
 * three where it had no success for a day.
 */
export async function readHealth(
  table: EventsTable & EndpointsTable,
  tenantId: string,
  endpoints: readonly StoredEndpoint[],
) {
  const spread = await readSpread(table, tenantId);
  const [dead, all] = await Promise.all([
    countDead(table, tenantId, spread),
    inParallel(endpoints, AT_ONCE, async (endpoint) => {
      const [held, day] = await Promise.all([
        countHeld(table, { tenantId, endpointId: endpoint.endpointId }, spread),
        isReadable(endpoint) ? readDay(table, endpoint) : undefined,
      ]);
      return { endpoint, held, day };
    }),
  ]);
  return all.map(({ endpoint, held, day }) =>
    withHealth(endpointView(endpoint, table.clock()), { held, dead: dead(endpoint.endpointId), day }),
  );
}

type Figures = {
  readonly held: BoundedCount;
  readonly dead: BoundedCount;
  /** Absent of an endpoint that cannot be read. */
  readonly day: DayFigures | undefined;
};

function withHealth(view: EndpointView, { held, dead, day }: Figures) {
  return {
    ...view,
    health: {
      ...view.health,
      last_success_at: day?.lastSuccessAt ?? null,
      held: countView(held),
      dead: countView(dead),
      last_day:
        day === undefined
          ? null
          : {
              since: day.since,
              delivered: day.delivered,
              attempts_failed: day.failed,
              dead: day.dead,
              held: day.held,
              answer_ms_p95: day.answerMsP95 ?? null,
            },
    },
  };
}

const countView = ({ count, atLeast }: BoundedCount) => ({ count, at_least: atLeast });
