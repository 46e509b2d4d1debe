import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestContext, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { AHEAD_MS, planSpread } from './plan-spread.ts';
import { querySpread } from './query-spread.ts';
import { type Spread, shardOf, shardPartition, shardsAt } from './spread.ts';

const SECOND_MS = 1_000;
const PARTITION = 'TENANT#acme';
const LIST = { index: 'list', pkName: 'listPk', skName: 'listSk', partition: PARTITION };

/** What happens one after another: ms since the last, and whether places are counted or an event comes. */
const happenings = fc.array(
  fc.record({
    passed: fc.oneof(fc.constant(0), fc.integer({ max: 3 * SECOND_MS }), fc.integer({ max: 5_400_000 })),
    /** So many places a second are counted; absent: an event comes. */
    perSecond: fc.option(fc.integer({ min: 400, max: 20_000 }), { nil: undefined, freq: 4 }),
    /** Of the plans that there were, whoever stores the event may know an older one. */
    behind: fc.nat({ max: 2 }),
    number: fc.nat(),
  }),
  { maxLength: 80 },
);

type Happening = typeof happenings extends fc.Arbitrary<infer T> ? T : never;

function setUp(all: Happening) {
  const { context, table } = createTestContext();
  const plans: Spread[] = [[]];
  const places: string[] = [];
  let now = NOW;
  for (const [index, { passed, perSecond, behind, number }] of all.entries()) {
    now += passed;
    const spread = plans.at(-1) ?? [];
    if (perSecond !== undefined) plans.push(planSpread(spread, perSecond, now) ?? spread);
    else {
      const id = `evt_${number}_${index}`;
      const known = plans[Math.max(0, plans.length - 1 - behind)] ?? [];
      const listSk = `${toIso(now)}#${id}#`;
      const listPk = shardPartition(PARTITION, shardOf(id, shardsAt(known, toIso(now))));
      table.store({ pk: id, sk: 'EVENT', listPk, listSk });
      places.push(listSk);
    }
  }
  const read = (input: Partial<Parameters<typeof querySpread>[1]>) =>
    querySpread(context, {
      ...{ ...LIST, spread: plans.at(-1) ?? [], from: ' ', to: '~', oldestFirst: false, limit: 1_000 },
      ...input,
    });
  return { table, places: places.toSorted(), plans, read };
}

describe('a list that is spread', () => {
  it('is in every page as if it were one, whatever was put where and however its plan went', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        fc.boolean(),
        async (all, limit, oldestFirst, isPart) => {
          const { places, read } = setUp(all);
          const [first = '', last = ''] = isPart ? [places[2], places.at(-3)] : [' ', '~'];
          const expected = places.filter((place) => first <= place && place <= last);
          if (!oldestFirst) expected.reverse();
          const found: string[] = [];
          let [from, to] = [first, last];
          for (let more = true; more; ) {
            const page = await read({ from, to, oldestFirst, limit });
            const keys = page.entries.map(({ listSk }) => String(listSk));
            expect(keys.length).toBeLessThanOrEqual(limit);
            // It comes to its end.
            expect(keys.length === 0 && page.more).toBe(false);
            found.push(...keys);
            more = page.more;
            if (oldestFirst) from = `${keys.at(-1)} `;
            else to = (keys.at(-1) ?? '').slice(0, -1);
          }
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is whole for whoever knows the plan of 5 s ago', async () => {
    const { context, table } = createTestContext();
    const before = planSpread([], 1_000, NOW) ?? [];
    const later = NOW + 60 * SECOND_MS;
    const after = planSpread(before, 10_000, later) ?? [];
    for (let ms = later; ms < later + AHEAD_MS; ms += 100) {
      const id = `evt_${ms}`;
      const listPk = shardPartition(PARTITION, shardOf(id, shardsAt(after, toIso(ms))));
      table.store({ pk: id, sk: 'EVENT', listPk, listSk: `${toIso(ms)}#${id}#` });
    }
    const query = { ...LIST, from: ' ', to: '~', oldestFirst: true, limit: 100 };
    const { entries } = await querySpread(context, { ...query, spread: before });
    expect(entries).toHaveLength(50);
  });

  it('asks one partition for what a tenant of ordinary rate has, and for times without a span', async () => {
    const { table, read } = setUp([]);
    await read({ spread: [], limit: 21 });
    const spread = planSpread([], 10_000, NOW) ?? [];
    await read({ spread, to: toIso(NOW), limit: 21 });
    expect(table.inputs('query')).toMatchObject([{ Limit: 21 }, { Limit: 21 }]);
  });

  it('reads of each shard its part, and no more than a few entries beside', async () => {
    const { table, read } = setUp([]);
    const spread = planSpread([], 2_000, NOW) ?? [];
    const [from, to] = [toIso(NOW + AHEAD_MS), toIso(NOW + 2 * AHEAD_MS)];
    await read({ spread, from, to, limit: 1_000 });
    expect(table.inputs('query').map((input) => ('Limit' in input ? input.Limit : 0))).toEqual(
      Array.from({ length: 4 }, () => 258),
    );
  });
});

it('events are dealt out evenly', () => {
  for (const idOf of [
    (n: number) => `evt_06dp4zq8r0${n}`,
    (n: number) => `evt_${(n * 7_919).toString(32)}`,
  ]) {
    const counts = Array.from({ length: 32 }, () => 0);
    for (let n = 0; n < 32_000; n += 1) {
      const shard = shardOf(idOf(n), 32);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.max(...counts)).toBeLessThan(1_200);
  }
});
