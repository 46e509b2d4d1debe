import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toIso } from '../clock.ts';
import { AHEAD_MS, MAX_SPANS, PERIOD_MS, PLACES_OF_A_SHARD, planSpread } from './plan-spread.ts';
import { MAX_SHARDS, type Spread, shardsAt } from './spread.ts';

const NOW = Date.parse('2026-03-04T05:06:07.000Z');
const at = (spread: Spread, ms: number): number => shardsAt(spread, toIso(ms));

/** Counts that come one after another: ms since the last, and places a second. */
const counts = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 2 * PERIOD_MS }), fc.integer({ min: 0, max: 40_000 })),
  { maxLength: 40 },
);

describe('the plan of a spread', () => {
  it.each([
    [500, 1],
    [501, 2],
    [2_000, 4],
    [10_000, 32],
    [100_000, MAX_SHARDS],
  ])('has for %d places a second %d shards, from 5 s on', (perSecond, shards) => {
    const spread = planSpread([], perSecond, NOW) ?? [];
    expect([at(spread, NOW + AHEAD_MS - 1), at(spread, NOW + AHEAD_MS)]).toEqual([1, shards]);
  });

  it('ends an hour after the rate was last seen', () => {
    const spread = planSpread([], 2_000, NOW) ?? [];
    expect(at(spread, NOW + PERIOD_MS - 1)).toBe(4);
    expect(at(spread, NOW + PERIOD_MS)).toBe(1);
  });

  it('is made longer, as one span, once half of its time is over', () => {
    const spread = planSpread([], 2_000, NOW) ?? [];
    expect(planSpread(spread, 2_000, NOW + PERIOD_MS / 2 - 1)).toBeUndefined();
    const later = NOW + PERIOD_MS / 2 + 1;
    expect(planSpread(spread, 2_000, later)).toEqual([
      { from: toIso(NOW + AHEAD_MS), until: toIso(later + PERIOD_MS), shards: 4 },
    ]);
  });

  it('never moves what is there, nor what a reader of 5 s ago looks for', () => {
    fc.assert(
      fc.property(counts, (all) => {
        let now = NOW;
        let spread: Spread = [];
        for (const [passed, perSecond] of all) {
          now += passed;
          const next = planSpread(spread, perSecond, now) ?? spread;
          const edges = [...spread, ...next].flatMap(({ from, until }) => [from, until]).map(Date.parse);
          for (const ms of [...edges, now, now + AHEAD_MS - 1].flatMap((edge) => [edge - 1, edge])) {
            if (ms < now + AHEAD_MS) expect(at(next, ms)).toBeGreaterThanOrEqual(at(spread, ms));
            if (now <= ms && ms < now + AHEAD_MS) expect(at(next, ms)).toBe(at(spread, ms));
          }
          spread = next;
        }
      }),
    );
  });

  it('is enough for the rate for at least half an hour, and stays small', () => {
    fc.assert(
      fc.property(counts, (all) => {
        let now = NOW;
        let spread: Spread = [];
        for (const [passed, perSecond] of all) {
          now += passed;
          spread = planSpread(spread, perSecond, now) ?? spread;
          const needed = Math.min(MAX_SHARDS, perSecond / PLACES_OF_A_SHARD);
          for (const ms of [AHEAD_MS, PERIOD_MS / 2])
            expect(at(spread, now + ms)).toBeGreaterThanOrEqual(needed);
          expect(spread.length).toBeLessThanOrEqual(MAX_SPANS);
        }
      }),
    );
  });
});
