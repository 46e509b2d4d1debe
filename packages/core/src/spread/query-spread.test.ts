import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestContext, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { AHEAD_MS, planSpread } from './plan-spread.ts';
import { querySpread } from './query-spread.ts';
import { shardPartition } from './shard-partition.ts';
import { type Spread, shardOf, shardsAt } from './spread.ts';

const SECOND_MS = 1_000;
const PARTITION = 'TENANT#acme';
const LIST = { index: 'list', pkName: 'listPk', skName: 'listSk', partition: PARTITION };

/** What happens one after another: ms since the last, and whether places are counted or an event comes. */
const happenings = fc.array(
  fc.record({
    passed: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 15, arbitrary: fc.integer({ min: 1, max: 3 * SECOND_MS }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 5_400 * SECOND_MS }) },
    ),
    /** So many places a second are counted; absent: an event comes. */
    perSecond: fc.oneof(
      { weight: 15, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 400, max: 20_000 }) },
    ),
    /** Of the plans that there were, whoever stores the event may know an older one. */
    behind: fc.nat({ max: 2 }),
    number: fc.nat(),
  }),
  { minLength: 60, maxLength: 150 },
);

type Happening = typeof happenings extends fc.Arbitrary<infer T> ? T : never;

/** An index as DynamoDB answers for it, with pages that end after so many entries at the latest. */
function createIndex(longestPage = 1_000) {
  const partitions = new Map<string, string[]>();
  const asked: QueryCommandInput[] = [];
  const query = async (input: QueryCommandInput): Promise<QueryCommandOutput> => {
    asked.push(input);
    const { ':pk': pk, ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
    const found = (partitions.get(pk) ?? []).filter((sk) => from <= sk && sk <= to).toSorted();
    if (input.ScanIndexForward === false) found.reverse();
    const Items = found
      .slice(0, Math.min(longestPage, input.Limit ?? longestPage))
      .map((listSk) => ({ listPk: pk, listSk, pk: listSk, sk: 'EVENT' }));
    const hasMore = Items.length < found.length || Items.length === input.Limit;
    return { $metadata: {}, Items, ...(hasMore ? { LastEvaluatedKey: Items.at(-1) } : {}) };
  };
  const { context } = createTestContext();
  return {
    context: { ...context, documents: { ...context.documents, query } },
    asked,
    put: (listPk: string, listSk: string): void => {
      partitions.set(listPk, [...(partitions.get(listPk) ?? []), listSk]);
    },
  };
}

function setUp(all: Happening, longestPage?: number) {
  const { context, asked, put } = createIndex(longestPage);
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
      put(listPk, listSk);
      places.push(listSk);
    }
  }
  const read = (input: Partial<Parameters<typeof querySpread>[1]>) =>
    querySpread(context, {
      ...{ ...LIST, spread: plans.at(-1) ?? [], from: ' ', to: '~', oldestFirst: false, limit: 1_000 },
      ...input,
    });
  return { asked, places: places.toSorted(), plans, read };
}

describe('a list that is spread', () => {
  it('is in every page as if it were one, whatever was put where and however its plan went', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (all, limit, longestPage, oldestFirst, isPart) => {
          const { places, read } = setUp(all, longestPage);
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
    const { context, put } = createIndex();
    const before = planSpread([], 1_000, NOW) ?? [];
    const later = NOW + 60 * SECOND_MS;
    const after = planSpread(before, 10_000, later) ?? [];
    for (let ms = later; ms < later + AHEAD_MS; ms += 100) {
      const id = `evt_${ms}`;
      const listPk = shardPartition(PARTITION, shardOf(id, shardsAt(after, toIso(ms))));
      put(listPk, `${toIso(ms)}#${id}#`);
    }
    const query = { ...LIST, from: ' ', to: '~', oldestFirst: true, limit: 100 };
    const { entries } = await querySpread(context, { ...query, spread: before });
    expect(entries).toHaveLength(50);
  });

  it('asks one partition for what a tenant of ordinary rate has, and for times without a span', async () => {
    const { asked, read } = setUp([]);
    await read({ spread: [], limit: 21 });
    const spread = planSpread([], 10_000, NOW) ?? [];
    await read({ spread, to: toIso(NOW), limit: 21 });
    expect(asked).toMatchObject([{ Limit: 21 }, { Limit: 21 }]);
  });

  it('reads of each shard its part, and no more than a few entries beside', async () => {
    const { asked, read } = setUp([]);
    const spread = planSpread([], 2_000, NOW) ?? [];
    const [from, to] = [toIso(NOW + AHEAD_MS), toIso(NOW + 2 * AHEAD_MS)];
    await read({ spread, from, to, limit: 1_000 });
    expect(asked.map(({ Limit }) => Limit)).toEqual(Array.from({ length: 4 }, () => 258));
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
