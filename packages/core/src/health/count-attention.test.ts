import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createTestContext, ENDPOINT_ID, NOW, TENANT_ID } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { attentionKey, deliveryKey } from '../deliveries/delivery-keys.ts';
import type { Spread } from '../spread/spread.ts';
import { COUNT_UP_TO, countDead, countHeld } from './count-attention.ts';

const SHARDS = 4;
const SPREAD: Spread = [{ from: toIso(NOW), until: toIso(NOW + 60_000), shards: SHARDS }];
const ENDPOINT = { tenantId: TENANT_ID, endpointId: ENDPOINT_ID };

/** Each status with so many deliveries in each shard. */
function setUp(inShards: readonly number[]) {
  const { context, table } = createTestContext();
  for (const status of ['HELD', 'DLQ'] as const)
    for (const [shard, count] of inShards.entries())
      for (let number = 0; number < count; number += 1) {
        const eventId = `${status}-${shard}-${number}`;
        table.store({
          ...deliveryKey(TENANT_ID, eventId, ENDPOINT_ID),
          ...attentionKey({ ...ENDPOINT, createdAt: toIso(NOW), eventId, shard }, status),
        });
      }
  let read = 0;
  const documents: typeof context.documents = {
    ...context.documents,
    async query(input) {
      const page = await context.documents.query(input);
      read += page.Count ?? 0;
      return page;
    },
  };
  return { context: { ...context, documents }, table, read: () => read };
}

describe('what is counted in a list that is spread', () => {
  it.each([
    ['evenly', [200, 250, 300, 250]],
    ['before it was spread', [1_000, 0, 0, 0]],
    ['in its last shard', [0, 0, 0, 1_000]],
    ['in two of them', [0, 970, 30, 0]],
  ])('is counted wherever it is: %s', async (_, inShards) => {
    const { context } = setUp(inShards);
    const exact = { count: COUNT_UP_TO, atLeast: false };
    expect(await countHeld(context, ENDPOINT, SPREAD)).toEqual(exact);
    expect((await countDead(context, TENANT_ID, SPREAD))(ENDPOINT_ID)).toEqual(exact);
  });

  it.each([
    ['evenly', [1_000, 1_000, 1_000, 1_000]],
    ['before it was spread', [4_000, 0, 0, 0]],
    ['in its last shard', [1, 2, 0, 4_000]],
    ['one more than is counted', [1, 999, 0, 1]],
  ])('is counted up to the limit, and little more is read: %s', async (_, inShards) => {
    const { context, read } = setUp(inShards);
    const more = { count: COUNT_UP_TO, atLeast: true };
    expect(await countHeld(context, ENDPOINT, SPREAD)).toEqual(more);
    expect(read()).toBeLessThanOrEqual(COUNT_UP_TO + SHARDS);
    expect((await countDead(context, TENANT_ID, SPREAD))()).toEqual(more);
    expect(read()).toBeLessThanOrEqual(2 * (COUNT_UP_TO + SHARDS));
  });

  it('is asked of all shards at once', async () => {
    const { context, table } = setUp([1, 1, 1, 1]);
    const [underWay, most] = [new Set<object>(), { count: 0 }];
    table.hooks.before = async ({ input }) => {
      underWay.add(input);
      most.count = Math.max(most.count, underWay.size);
      await setImmediate();
      underWay.delete(input);
    };
    await countHeld(context, ENDPOINT, SPREAD);
    expect(most.count).toBe(SHARDS);
    most.count = 0;
    await countDead(context, TENANT_ID, SPREAD);
    expect(most.count).toBe(SHARDS);
  });
});
