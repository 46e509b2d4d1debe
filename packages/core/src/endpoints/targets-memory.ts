import { toIso } from '../clock.ts';
import { type Spread, shardsAt } from '../spread/spread.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { readTargets, type Targets } from './list-endpoints.ts';

/** Of who sends some 1,000 events a second and more. */
const FROM_SHARDS = 4;
/** How long an environment goes by the endpoints that it has read. */
export const TARGETS_KEPT_MS = 1_000;

export type TargetsMemory = { readonly read: (tenantId: string) => Promise<Targets> };

/**
 * Reads a tenant's endpoints for each request, but of a tenant who sends very much once a second: all that a tenant has
 * there is one partition, which gives 3,000 reads a second.
 */
export function createTargetsMemory(table: EndpointsTable): TargetsMemory {
  /** Of one tenant: whoever is so busy has an environment nearly for itself. */
  let kept: { readonly tenantId: string; readonly untilMs: number; readonly targets: Targets } | undefined;
  return {
    async read(tenantId) {
      const now = table.clock();
      if (kept?.tenantId === tenantId && now < kept.untilMs) return kept.targets;
      const targets = await readTargets(table, tenantId);
      if (isKept(targets.spread, now)) kept = { tenantId, untilMs: now + TARGETS_KEPT_MS, targets };
      return targets;
    },
  };
}

/** Whether what was read at this time is remembered. */
export const isKept = (spread: Spread, nowMs: number): boolean =>
  shardsAt(spread, toIso(nowMs)) >= FROM_SHARDS;
