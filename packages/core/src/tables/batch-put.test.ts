import { describe, expect, it } from '@jest/globals';
import { createTestContext } from '../../testing/test-context.ts';
import { batchPut } from './batch-put.ts';
import type { Documents } from './documents.ts';

const itemsOf = (count: number) => Array.from({ length: count }, (_, n) => ({ pk: `p${n}`, sk: 's', n }));
const LATER = Number.MAX_SAFE_INTEGER;

function setUp() {
  const { context, table, time } = createTestContext();
  const { batchWrite } = table.documents;
  /** Of each call, how many are left undone; then none. */
  const throttle = (counts: readonly number[]) => {
    let calls = 0;
    const documents: Documents = {
      ...context.documents,
      batchWrite: async (input) => {
        const left = counts[calls] ?? 0;
        calls += 1;
        const [name = '', writes = []] = Object.entries(input.RequestItems ?? {})[0] ?? [];
        const taken = writes.slice(left);
        if (taken.length > 0) await batchWrite({ RequestItems: { [name]: taken } });
        return { $metadata: {}, UnprocessedItems: left === 0 ? {} : { [name]: writes.slice(0, left) } };
      },
    };
    return { ...context, documents };
  };
  return { context, table, time, throttle };
}

describe('many items', () => {
  it('are written 25 at a time, whatever was there', async () => {
    const { context, table } = setUp();
    table.store({ pk: 'p3', sk: 's', n: 'old' });
    expect(await batchPut(context, 'Events', itemsOf(60), LATER)).toEqual([]);

    expect(table.calls.map(({ operation }) => operation)).toEqual(['batchWrite', 'batchWrite', 'batchWrite']);
    expect(table.items()).toHaveLength(60);
    expect(table.item({ pk: 'p3', sk: 's' })).toMatchObject({ n: 3 });
  });

  it('that DynamoDB leaves undone are asked for again, each until it is there', async () => {
    const { table, throttle } = setUp();
    expect(await batchPut(throttle([9, 9, 3]), 'Events', itemsOf(10), LATER)).toEqual([]);
    expect(table.items().map(({ n }) => n)).toEqual([9, 3, 4, 5, 6, 7, 8, 0, 1, 2]);
  });

  it('that it keeps leaving undone are named, and the others are there', async () => {
    const { table, throttle } = setUp();
    const left = await batchPut(throttle(Array.from({ length: 20 }, () => 2)), 'Events', itemsOf(10), LATER);
    expect(left.map(({ item }) => item.n)).toEqual([0, 1]);
    expect(table.items()).toHaveLength(8);
  });

  it('are not asked for again when the time is over', async () => {
    const { time, table, throttle } = setUp();
    const left = await batchPut(throttle([4, 0]), 'Events', itemsOf(10), time.clock() + 1);
    expect(left).toHaveLength(4);
    expect(table.items()).toHaveLength(6);
  });

  it('whose call fails are asked for again, those of other calls are not', async () => {
    const { context, table } = setUp();
    let failed = 0;
    table.hooks.before = ({ input }) => {
      if (!JSON.stringify(input).includes('"p30"') || failed === 2) return;
      failed += 1;
      throw Object.assign(new Error('Throttled'), { name: 'ProvisionedThroughputExceededException' });
    };
    expect(await batchPut(context, 'Events', itemsOf(50), LATER)).toEqual([]);
    expect(table.items()).toHaveLength(50);
    expect(table.calls).toHaveLength(2 + 2);
  });

  it('of a table that is down are all named', async () => {
    const { context, table } = setUp();
    table.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };
    expect(await batchPut(context, 'Events', itemsOf(30), LATER)).toHaveLength(30);
  });
});
