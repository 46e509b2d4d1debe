import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { startDeliveryCounter } from './delivery-counter.ts';
import { cli, startDev } from './dev-process.ts';
import { postEvents } from './post-events.ts';
import { readTreeUsage, type TreeUsage } from './process-tree.ts';

const ROUND_LIMIT_MS = 180_000;
/** Until what was needed for the start is given back. */
const REST_MS = 10_000;
const WARM_UP_EVENTS = 200;

export type MeasuredRound = {
  readonly events: number;
  readonly acceptedPerSecond: number;
  readonly deliveredPerSecond: number;
  /** What the stack used, the posting program and the endpoint left out. */
  readonly cpuMsPerEvent: number;
  readonly after: TreeUsage;
};

export type Measured = { readonly atRest: TreeUsage; readonly rounds: readonly MeasuredRound[] };

/** Starts `pnpm dev` as anyone would, has it deliver events over loopback, and ends it. */
export async function measureLocal(given: {
  readonly rounds: number;
  readonly eventsPerRound: number;
  readonly concurrency: number;
}): Promise<Measured> {
  const { pid, local, stop } = await startDev();
  const counter = await startDeliveryCounter();
  try {
    await sleep(REST_MS);
    const atRest = readTreeUsage(pid);

    const { apiKey } = await createTenant(counter.url);
    const post = (count: number) => postEvents(local.hooks_url, apiKey, count, given.concurrency);
    const rounds: MeasuredRound[] = [];
    await post(WARM_UP_EVENTS);
    await counter.reached(WARM_UP_EVENTS, AbortSignal.timeout(ROUND_LIMIT_MS));
    for (let round = 0; round < given.rounds; round += 1) {
      const before = readTreeUsage(pid);
      const delivered = counter.count();
      const startedAt = performance.now();
      await post(given.eventsPerRound);
      const acceptedAt = performance.now();
      await counter.reached(delivered + given.eventsPerRound, AbortSignal.timeout(ROUND_LIMIT_MS));
      const deliveredAt = performance.now();
      const after = readTreeUsage(pid);
      const perSecond = (until: number) => given.eventsPerRound / ((until - startedAt) / 1000);
      rounds.push({
        events: given.eventsPerRound,
        acceptedPerSecond: perSecond(acceptedAt),
        deliveredPerSecond: perSecond(deliveredAt),
        cpuMsPerEvent: ((after.cpuSeconds - before.cpuSeconds) * 1000) / given.eventsPerRound,
        after,
      });
    }
    return { atRest, rounds };
  } finally {
    await counter.close();
    await stop();
  }
}

export async function createTenant(targetUrl: string): Promise<{ tenantId: string; apiKey: string }> {
  const tenantId = `measured-${Date.now()}`;
  const created = await cli(['tenants', 'create', tenantId, '--target-url', targetUrl]);
  return { tenantId, apiKey: z.object({ api_key: z.string() }).parse(created).api_key };
}
