import { anEndpoint } from '@switchyard/core/testing';
import type { Answer, Behaviour } from '../world/receivers.ts';
import type { World } from '../world/world.ts';

/** What an endpoint does while things go wrong; afterwards it answers 200. */
const HABITS: Readonly<Record<string, (random: () => number, now: () => number) => () => Answer>> = {
  good: () => () => ({ status: 200 }),
  flaky: (random) => () => (random() < 0.4 ? { status: 500 } : { status: 200 }),
  picky: (random) => () => (random() < 0.5 ? { status: 422 } : { status: 204 }),
  slow: (random) => () => ({ status: 200, afterMs: random() * 6_000 }),
  hanging: (random) => () => (random() < 0.5 ? { error: 'timeout', afterMs: 30_000 } : { status: 200 }),
  dropping: (random) => () => (random() < 0.3 ? { error: 'connection', afterMs: 10 } : { status: 200 }),
  busy: (random) => () => (random() < 0.2 ? { status: 429, retryAfterMs: 20_000 } : { status: 200 }),
  // Down for ten minutes of each half hour.
  down: (_random, now) => () => (now() % 1_800_000 < 600_000 ? { error: 'connection' } : { status: 200 }),
};

export const urlIn = (tenantId: string, habit: string): string => `https://${habit}.${tenantId}.example.com/`;

/** Three endpoints for each tenant, each with a habit. */
export function addEndpoints(
  { time, random, tables, receivers }: World,
  tenants: readonly string[],
  isOver: () => boolean,
): void {
  const habits = Object.entries(HABITS);
  for (const [index, tenantId] of tenants.entries())
    for (const offset of [0, 3, 5]) {
      const [habit, make] = habits[(index + offset) % habits.length] ?? [];
      if (habit === undefined || make === undefined) continue;
      const answer = make(random, time.clock);
      const behaviour: Behaviour = () => (isOver() ? { status: 200 } : answer());
      receivers.behave(urlIn(tenantId, habit), behaviour);
      tables.endpoints.store(anEndpoint({ tenantId, endpointId: habit, targetUrl: urlIn(tenantId, habit) }));
    }
}
