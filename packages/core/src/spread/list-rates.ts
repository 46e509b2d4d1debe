import { toIso, toSeconds } from '../clock.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { planSpread } from './plan-spread.ts';
import type { Spread } from './spread.ts';
import { changeSpread } from './spread-store.ts';

export type ListRates = {
  /**
   * Counts places in a tenant's lists. It never fails, and soon returns.
   *
   * @param spread as it was read for these events
   */
  readonly note: (tenantId: string, places: number, spread: Spread) => Promise<void>;
};

/** What one environment has counted of a tenant is added to what the others have when it is so much, … */
const ENOUGH = 200;
/** … within so long: of who sends less, nothing is written at all. */
const WITHIN_MS = 60_000;
/** All environments count together for so long, then anew. */
export const WINDOW_MS = 10_000;
/** Tenants that are remembered. */
const MAX_ENTRIES = 2_000;
/** What takes longer goes on beside the next requests. */
const WAIT_MS = 200;

type Entry = { places: number; readonly sinceMs: number };

/**
 * Finds out how fast a tenant's lists grow, in all environments together, and plans their spread for it: one write for
 * 200 places, and none for a tenant who is far from needing it. What a crash loses is a part of a count.
 */
export function createListRates(
  context: EventsTable & EndpointsTable & { readonly sleep: (ms: number) => Promise<unknown> },
): ListRates {
  const entries = new Map<string, Entry>();

  async function addUp(tenantId: string, places: number, spread: Spread): Promise<void> {
    const now = context.clock();
    const perSecond = (await addToWindow(context, tenantId, places)) / (WINDOW_MS / 1_000);
    // Asked of what was read for the events first: mostly there is nothing to do.
    if (planSpread(spread, perSecond, now) === undefined) return;
    await changeSpread(context, tenantId, (latest) => planSpread(latest, perSecond, now));
  }

  return {
    async note(tenantId, places, spread) {
      const now = context.clock();
      const known = entries.get(tenantId);
      const entry =
        known === undefined || now - known.sinceMs > WITHIN_MS ? { places: 0, sinceMs: now } : known;
      entry.places += places;
      if (known === undefined && entries.size >= MAX_ENTRIES) entries.clear();
      entries.set(tenantId, entry);
      if (entry.places < ENOUGH) return;
      entries.delete(tenantId);
      // What fails is missing in the count of ten seconds.
      const adding = addUp(tenantId, entry.places, spread).catch(() => undefined);
      await Promise.race([adding, context.sleep(WAIT_MS)]);
    },
  };
}

/** @returns what all environments have counted in this window */
async function addToWindow(
  { documents, eventsTable, clock }: EventsTable,
  tenantId: string,
  places: number,
): Promise<number> {
  const now = clock();
  const { Attributes } = await documents.update({
    TableName: eventsTable,
    Key: { pk: `TENANT#${tenantId}#RATE`, sk: toIso(now - (now % WINDOW_MS)) },
    UpdateExpression: 'ADD places :places SET expiresAt = :expiresAt',
    ExpressionAttributeValues: { ':places': places, ':expiresAt': toSeconds(now + 60 * WITHIN_MS) },
    ReturnValues: 'ALL_NEW',
  });
  return Number(Attributes?.places);
}
