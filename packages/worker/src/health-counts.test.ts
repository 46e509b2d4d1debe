import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { readHealth } from '@switchyard/core/health/read-health';
import { anEndpoint, collectLogs, createTestContext, NOW, TENANT_ID } from '@switchyard/core/testing';
import { answered, failed } from '../testing/builders.ts';
import { createHealthCounts } from './health-counts.ts';

const MINUTE_MS = 60_000;
const endpoint = anEndpoint();

function setUp({ intervalMs = MINUTE_MS, sleep = () => new Promise<void>(() => undefined) } = {}) {
  const setup = createTestContext();
  const { context, table, time } = setup;
  const { logger, text } = collectLogs();
  const counts = createHealthCounts({ ...context, sleep }, { intervalMs });
  const deliver = (of = endpoint, durationMs = 12) => {
    counts.countAttempt(of, answered(200, { durationMs }));
    counts.countOutcome(of, 'delivered');
  };
  const flush = () => counts.flush(logger);
  return {
    ...setup,
    counts,
    deliver,
    flush,
    logs: text,
    health: async (of = endpoint) => (await readHealth(context, of.tenantId, [of]))[0]?.health,
    writes: () => table.writes().length,
    /** A batch each 100 ms, of so many deliveries. */
    async deliverFor(ms: number, each = 2): Promise<void> {
      for (let passed = 0; passed < ms; passed += 100) {
        for (let number = 0; number < each; number += 1) deliver();
        await flush();
        time.advance(100);
      }
    },
  };
}

const outage = (): never => {
  throw new Error('ProvisionedThroughputExceeded');
};

describe('what comes of requests', () => {
  it('is counted as it is recorded, and adds up', async () => {
    const { counts, deliver, flush, health } = setUp();
    for (let number = 0; number < 18; number += 1) deliver();
    for (const ms of [1_000, 1_000]) {
      counts.countAttempt(endpoint, answered(503, { durationMs: ms }));
      counts.countOutcome(endpoint, 'retry');
    }
    counts.countAttempt(endpoint, failed('timeout'));
    counts.countOutcome(endpoint, 'dead');
    counts.countOutcome(endpoint, 'held');
    await flush();
    expect(await health()).toMatchObject({
      last_success_at: toIso(NOW),
      last_day: { delivered: 18, attempts_failed: 3, dead: 1, held: 1, answer_ms_p95: 1_024 },
    });
  });

  it('of two workers is the sum of both', async () => {
    const { deliver, flush, health, context } = setUp();
    const other = createHealthCounts({ ...context, sleep: async () => undefined }, { intervalMs: 0 });
    deliver();
    other.countOutcome(endpoint, 'delivered');
    await Promise.all([flush(), other.flush(collectLogs().logger)]);
    expect(await health()).toMatchObject({ last_day: { delivered: 2 } });
  });

  it('goes to the endpoint of the tenant that it is of', async () => {
    const { deliver, flush, health } = setUp();
    const theirs = { ...endpoint, tenantId: 'globex' };
    deliver();
    deliver(theirs);
    deliver(theirs);
    await flush();
    expect(await health()).toMatchObject({ last_day: { delivered: 1 } });
    expect(await health(theirs)).toMatchObject({ last_day: { delivered: 2 } });
  });
});

describe('it is written down', () => {
  it('at once after a quiet time, and once a minute while there is much to do', async () => {
    const { deliverFor, writes, health } = setUp();
    await deliverFor(1_000);
    expect(writes()).toBe(10);
    expect(await health()).toMatchObject({ last_day: { delivered: 20 } });
    await deliverFor(5 * MINUTE_MS);
    // Those at once, and one a minute; in a minute, 1,200 deliveries, whose 2,400 counts are too many to keep.
    expect(writes()).toBeLessThanOrEqual(10 + 5 + (5 * 2_400) / 200);
  });

  it('of an endpoint that gets one event a second, once a minute', async () => {
    const { deliver, flush, time, writes } = setUp();
    for (let second = 0; second < 3_600; second += 1) {
      deliver();
      await flush();
      time.advance(1_000);
    }
    expect(writes()).toBeLessThanOrEqual(10 + 60);
  });

  it('with each batch where the interval says so', async () => {
    const { deliverFor, writes, health } = setUp({ intervalMs: 0 });
    await deliverFor(10_000, 1);
    expect(writes()).toBe(100);
    expect(await health()).toMatchObject({ last_day: { delivered: 100 } });
  });

  it('not at all when there is nothing new', async () => {
    const { flush, writes } = setUp();
    await flush();
    expect(writes()).toBe(0);
  });

  it('whole with the first batch after a rest, whatever was left over', async () => {
    const { deliverFor, deliver, flush, time, health } = setUp();
    await deliverFor(5_000);
    expect(await health()).toMatchObject({ last_day: { delivered: 20 } });
    time.advance(MINUTE_MS);
    deliver();
    await flush();
    expect(await health()).toMatchObject({ last_day: { delivered: 101 } });
  });

  it('by the hours in which it was', async () => {
    const { deliver, flush, table, time } = setUp();
    deliver();
    time.advance(60 * MINUTE_MS);
    deliver();
    await flush();
    expect(table.items()).toMatchObject([{ delivered: 1 }, { delivered: 1 }]);
  });
});

describe('when the table does not take it', () => {
  it('no delivery fails, and it is written later, once', async () => {
    const { deliver, flush, table, health, logs } = setUp();
    table.hooks.before = outage;
    deliver();
    await flush();
    expect(logs()).toMatch(/"failed":1,"lost":0/);
    table.hooks.before = () => undefined;
    deliver();
    await flush();
    await flush();
    expect(await health()).toMatchObject({ last_day: { delivered: 2 } });
  });

  it('a write whose answer was lost counts once', async () => {
    const { deliver, flush, table, health } = setUp();
    table.hooks.after = outage;
    deliver();
    await flush();
    table.hooks.after = () => undefined;
    await flush();
    expect(await health()).toMatchObject({ last_day: { delivered: 1 } });
  });

  it('a batch does not wait for long, nor does the next one write beside it', async () => {
    const { deliver, flush, table, health, writes } = setUp({ sleep: async () => undefined });
    const { promise, resolve } = Promise.withResolvers<void>();
    table.hooks.before = () => promise;
    deliver();
    await flush();
    deliver();
    await flush();
    expect(writes()).toBe(1);
    resolve();
    table.hooks.before = () => undefined;
    await new Promise(setImmediate);
    await flush();
    await new Promise(setImmediate);
    expect(await health()).toMatchObject({ last_day: { delivered: 2 } });
  });

  it('only so much is remembered, and what is lost is said', async () => {
    const { deliver, flush, table, logs } = setUp();
    table.documents.update = async () => ({ $metadata: {} });
    for (let number = 0; number < 5_001; number += 1) deliver({ ...endpoint, endpointId: `e-${number}` });
    await flush();
    expect(logs()).toMatch(/"failed":0,"lost":2/);
    deliver();
    await flush();
    expect(logs().match(/"lost"/g)).toHaveLength(1);
  });

  it('no more than ten writes are under way at once', async () => {
    const { deliver, flush, table } = setUp();
    let underWay = 0;
    let most = 0;
    table.hooks.before = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    };
    for (let number = 0; number < 100; number += 1) deliver({ ...endpoint, endpointId: `e-${number}` });
    await flush();
    expect(most).toBe(10);
    expect(table.items().every(({ pk }) => String(pk).startsWith(`TENANT#${TENANT_ID}#ENDPOINT#`))).toBe(
      true,
    );
  });
});
