import { describe, expect, it } from '@jest/globals';
import { aBatch } from '../../testing/accept-batch-setup.ts';
import { anEndpoint } from '../../testing/builders.ts';
import { createTestContext, TENANT_ID } from '../../testing/index.ts';
import { acceptBatch } from '../batches/accept-batch.ts';
import { toIso } from '../clock.ts';
import { listEvents } from '../event-views/list-events.ts';
import { acceptEvent } from '../events/accept-event.ts';
import { createListRates, WINDOW_MS } from './list-rates.ts';
import { AHEAD_MS } from './plan-spread.ts';
import { shardOf, shardsAt } from './spread.ts';
import { readSpread } from './spread-store.ts';

const forever = (): Promise<void> => new Promise(() => undefined);

function setUp() {
  const setup = createTestContext({ endpoints: [anEndpoint()] });
  const { context, time, table, endpoints } = setup;
  const rates = () => createListRates({ ...context, sleep: forever });
  const readPlan = () => readSpread(context, TENANT_ID);
  return {
    ...setup,
    rates,
    readPlan,
    shardsSoon: async () => shardsAt(await readPlan(), toIso(time.clock() + AHEAD_MS)),
    writes: () => table.writes().length + endpoints.writes().length,
  };
}

describe('the rate of a tenant', () => {
  it('is added up over environments, and its lists are spread for it', async () => {
    const { rates, shardsSoon } = setUp();
    for (const environment of Array.from({ length: 26 }, rates)) await environment.note(TENANT_ID, 200, []);
    expect(await shardsSoon()).toBe(2);
    for (const environment of Array.from({ length: 30 }, rates)) await environment.note(TENANT_ID, 200, []);
    expect(await shardsSoon()).toBe(4);
  });

  it('is counted anew after ten seconds', async () => {
    const { rates, shardsSoon, time } = setUp();
    for (let second = 0; second < 600; second += 1) {
      await rates().note(TENANT_ID, 450, []);
      time.advance(1_000);
    }
    expect(await shardsSoon()).toBe(1);
  });

  it('costs a write for 200 places, and none where they take a minute or more', async () => {
    const { rates, writes, time } = setUp();
    const { note } = rates();
    for (let n = 0; n < 1_000; n += 1) await note(TENANT_ID, 1, []);
    expect(writes()).toBe(5);
    for (let n = 0; n < 1_000; n += 1) {
      time.advance(310);
      await note(TENANT_ID, 1, []);
    }
    expect(writes()).toBe(5);
  });

  it('of one tenant says nothing of another', async () => {
    const { rates, context } = setUp();
    await rates().note('globex', 100_000, []);
    expect(await readSpread(context, TENANT_ID)).toEqual([]);
    expect(await readSpread(context, 'globex')).not.toEqual([]);
  });

  it('is noted without failing, and without waiting for a table that does not answer', async () => {
    const { context, table } = setUp();
    const { note } = createListRates(context);
    table.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };
    await expect(note(TENANT_ID, 10_000, [])).resolves.toBeUndefined();
    table.hooks.before = forever;
    await expect(note(TENANT_ID, 10_000, [])).resolves.toBeUndefined();
  });
});

describe('a crash while lists begin to be spread', () => {
  const crashes = (['before', 'after'] as const).flatMap((when) =>
    [1, 2, 3].map((nth) => [when, nth] as const),
  );
  it.each(crashes)('%s call %d loses no event, and the next count makes up for it', async (when, nth) => {
    const { context, rates, table, endpoints, time, shardsSoon } = setUp();
    let calls = 0;
    for (const { hooks } of [table, endpoints])
      hooks[when] = () => {
        calls += 1;
        if (calls >= nth) throw new Error('The function was stopped');
      };
    await rates().note(TENANT_ID, 100_000, []);
    for (const { hooks } of [table, endpoints]) hooks[when] = () => undefined;
    time.advance(AHEAD_MS);
    const eventIds: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      time.advance(1);
      if (n === 30) {
        await rates().note(TENANT_ID, 100_000, []);
        expect(await shardsSoon()).toBeGreaterThan(16);
        time.advance(AHEAD_MS);
      }
      const payload = Buffer.from('{}');
      const input = { tenantId: TENANT_ID, payload, eventType: undefined, idempotencyKey: undefined };
      eventIds.push((await acceptEvent(context, { ...input, correlationId: 'c' })).eventId);
    }
    const { events } = await listEvents(context, {
      ...{ tenantId: TENANT_ID, filter: {}, limit: 100, after: undefined },
    });
    expect(events.map(({ event_id }) => event_id)).toEqual(eventIds.toReversed());
  });
});

/** What DynamoDB takes of a partition of a table or an index in a second. */
const WRITES_OF_A_PARTITION = 1_000;
const REQUESTS_OF_AN_ENVIRONMENT = 50;
const TICK_MS = 500;

/**
 * Events at these rates, each for so many seconds, accepted by as many environments as it takes.
 *
 * @returns of each second the most that one partition of the list, the counter or the tenant's settings is written
 */
async function simulate(levels: readonly (readonly [perSecond: number, seconds: number])[]) {
  const { rates, readPlan, table, endpoints, time } = setUp();
  const environments: ReturnType<typeof rates>[] = [];
  const busiest: number[] = [];
  let accepted = 0;
  for (const [perSecond, seconds] of levels) {
    while (environments.length < perSecond / REQUESTS_OF_AN_ENVIRONMENT) environments.push(rates());
    for (let second = 0; second < seconds; second += 1) {
      const list: number[] = [];
      const written = new Map<string, number>();
      const add = (key: string) => written.set(key, (written.get(key) ?? 0) + 1);
      for (let tick = 0; tick < 1_000 / TICK_MS; tick += 1) {
        const spread = await readPlan();
        const shards = shardsAt(spread, toIso(time.clock()));
        const count = (perSecond * TICK_MS) / 1_000;
        for (let n = 0; n < count; n += 1) {
          const shard = shardOf(`${accepted}`, shards);
          accepted += 1;
          list[shard] = (list[shard] ?? 0) + 1;
        }
        const each = count / environments.length;
        for (const { note } of environments) await note(TENANT_ID, each, spread);
        time.advance(TICK_MS);
      }
      for (const made of [...table.writes(), ...endpoints.writes()])
        add(String(made.item.pk ?? made.item.tenantId));
      table.calls.length = 0;
      endpoints.calls.length = 0;
      busiest.push(Math.max(0, ...list, ...written.values()));
    }
  }
  return { busiest, shards: shardsAt(await readPlan(), toIso(time.clock())) };
}

describe('a tenant who comes to send 10,000 events a second', () => {
  it('doubling its rate in 25 seconds, is never throttled by a partition', async () => {
    const { busiest } = await simulate([900, 1_800, 3_600, 7_200, 10_000].map((rate) => [rate, 25] as const));
    expect(Math.max(...busiest)).toBeLessThanOrEqual(WRITES_OF_A_PARTITION);
  });

  it('all at once, is not throttled any more after 20 seconds', async () => {
    const { busiest, shards } = await simulate([[10_000, 40]]);
    expect(busiest[0]).toBeGreaterThan(WRITES_OF_A_PARTITION);
    expect(busiest.findLastIndex((most) => most > WRITES_OF_A_PARTITION)).toBeLessThan(
      2 * (WINDOW_MS / 1_000),
    );
    expect(shards).toBe(32);
  });

  it('writes none of the keys of its tables and indexes more often than a partition takes', async () => {
    const { context, rates, readPlan, table, endpoints, time } = setUp();
    await rates().note(TENANT_ID, 100_000, []);
    time.advance(AHEAD_MS);
    expect(shardsAt(await readPlan(), toIso(time.clock()))).toBe(32);
    const written = new Map<unknown, number>();
    const add = (key: unknown) => written.set(key, (written.get(key) ?? 0) + 1);
    for (const { hooks } of [table, endpoints])
      hooks.after = ({ operation, item, input }) => {
        if (operation === 'batchWrite')
          for (const { PutRequest } of Object.values(Object(input).RequestItems).flat().map(Object)) {
            add(PutRequest.Item.pk);
            add(PutRequest.Item.listPk);
          }
        else if (!['query', 'get'].includes(operation)) add(item.pk ?? item.tenantId);
      };
    for (let n = 0; n < 20; n += 1)
      await acceptBatch({ ...context, listRates: rates() }, aBatch(500, { idempotencyKey: undefined }));

    const counts = [...written.values()];
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(2 * 10_000);
    expect(Math.max(...counts)).toBeLessThanOrEqual(WRITES_OF_A_PARTITION);
    expect(written.get('TENANT#acme')).toBeGreaterThan(0);
  });
});
