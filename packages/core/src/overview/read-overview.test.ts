import { describe, expect, it } from '@jest/globals';
import { aDelivery, anEndpoint, createTestStore, NOW, TENANT_ID } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import { listPartition, listSortKey } from '../events/event-keys.ts';
import { addToHour, hourOf } from '../health/endpoint-hours.ts';
import { newId } from '../ids/ids.ts';
import { MAX_ACCEPTED_COUNTED } from './overview-range.ts';
import { readOverview } from './read-overview.ts';

const HOUR_MS = 3_600_000;
const OLD = toIso(NOW - 30 * 24 * HOUR_MS);

function setUp(endpoints: readonly Endpoint[] = [anEndpoint({ createdAt: OLD })]) {
  const store = createTestStore({ endpoints });
  let made = 0;
  /** As an event stands in the list: nothing else of it is read. */
  const accept = (atMs: number) => {
    made += 1;
    const eventId = newId('evt', made, (size) => Buffer.alloc(size, 1));
    const listSk = listSortKey(toIso(atMs), eventId, 1);
    store.table.store({ pk: `${made}`, sk: 'EVENT', listPk: listPartition(TENANT_ID), listSk });
  };
  const count = async (
    atMs: number,
    counts: Record<string, number>,
    endpoint = anEndpoint({ createdAt: OLD }),
  ) => {
    made += 1;
    await addToHour(store.context, endpoint, {
      writeId: `write-${made}`,
      hour: hourOf(atMs),
      counts: new Map(Object.entries(counts)),
      lastSuccessAt: undefined,
    });
  };
  const wait = (status: 'DLQ' | 'HELD', endpointId: string, n: number) =>
    store.storeDelivery(
      aDelivery({ eventId: newId('evt', n, (size) => Buffer.alloc(size, 2)), endpointId, status }),
    );
  return {
    ...store,
    accept,
    count,
    wait,
    read: (range: '1h' | '24h' | '7d') => readOverview(store.context, TENANT_ID, range),
  };
}

describe('what came of deliveries', () => {
  it('is counted by the hour over a day, and by six hours over a week', async () => {
    const { count, read } = setUp();
    await count(NOW, { delivered: 3, failed: 1, t20: 4 });
    await count(NOW - 24 * HOUR_MS, { delivered: 10, dead: 1 });
    await count(NOW - 25 * HOUR_MS, { held: 5 });
    await count(NOW - 7 * 24 * HOUR_MS, { delivered: 100 });
    await count(NOW - 8 * 24 * HOUR_MS, { delivered: 1_000 });

    const day = await read('24h');
    expect(day.outcomes).toMatchObject({
      bucket_seconds: 3_600,
      delivered: 13,
      attempts_failed: 1,
      dead: 1,
      held: 0,
    });
    expect(day.outcomes.series).toHaveLength(25);
    expect(day.outcomes.series[0]).toEqual({
      from: day.since,
      delivered: 10,
      attempts_failed: 0,
      dead: 1,
      held: 0,
    });
    expect(day.outcomes.series[24]).toMatchObject({ delivered: 3, attempts_failed: 1 });

    const week = await read('7d');
    expect(week.outcomes).toMatchObject({ bucket_seconds: 21_600, delivered: 113, held: 5 });
    expect(week.outcomes.series).toHaveLength(29);

    expect((await read('1h')).outcomes.series.map(({ delivered }) => delivered)).toEqual([0, 3]);
  });

  it('is told of each endpoint, with the share that succeeded and its answer times', async () => {
    const slow = anEndpoint({ endpointId: 'slow', createdAt: OLD });
    const { count, read } = setUp([anEndpoint({ createdAt: OLD }), slow]);
    await count(NOW, { delivered: 3, failed: 1, t20: 4 });
    const { endpoints } = await read('24h');
    expect(endpoints).toMatchObject([
      { endpoint_id: 'default', delivered: 3, attempts_failed: 1, success_rate: 0.75, answer_ms_p95: 32 },
      { endpoint_id: 'slow', delivered: 0, attempts_failed: 0, success_rate: null, answer_ms_p95: null },
    ]);
    for (const { series } of endpoints) expect(series).toHaveLength(25);
  });

  it('of an endpoint of the same name before is not told', async () => {
    const { count, read } = setUp([anEndpoint({ createdAt: toIso(NOW - HOUR_MS) })]);
    await count(NOW, { delivered: 3 });
    expect((await read('24h')).outcomes.delivered).toBe(0);
  });
});

describe('what was accepted', () => {
  it('is counted to the moment, by five minutes over an hour', async () => {
    const { accept, read } = setUp();
    const { accepted } = await read('1h');
    const sinceMs = Date.parse(accepted.since);
    for (const at of [sinceMs - 1, sinceMs, sinceMs + 300_000, NOW]) accept(at);
    const { accepted: counted } = await read('1h');
    expect(counted).toMatchObject({ count: 3, at_least: false, bucket_seconds: 300 });
    expect(counted.series).toHaveLength(13);
    expect(counted.series.map(({ count }) => count)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('is counted up to a limit, newest first, and says from when on', async () => {
    const { accept, read, table } = setUp();
    for (let n = 0; n < MAX_ACCEPTED_COUNTED + 10; n += 1) accept(NOW - n * 1_000);
    const before = table.calls.length;
    const { accepted } = await read('24h');
    expect(accepted).toMatchObject({
      count: MAX_ACCEPTED_COUNTED,
      at_least: true,
      since: toIso(NOW - (MAX_ACCEPTED_COUNTED - 1) * 1_000),
    });
    // The hour in which the count ends is known in part only.
    expect(accepted.series.map(({ count }) => count)).toEqual([...Array(25).fill(null)].with(24, 368));
    // Four of the list, one of the dead letters, two of the endpoint.
    expect(table.calls.length - before).toBeLessThanOrEqual(7);
  });

  it('is all of it where there are as many as can be counted', async () => {
    const { accept, read } = setUp();
    for (let n = 0; n < MAX_ACCEPTED_COUNTED; n += 1) accept(NOW - n);
    expect((await read('1h')).accepted).toMatchObject({ count: MAX_ACCEPTED_COUNTED, at_least: false });
  });
});

describe('how it stands', () => {
  it('counts endpoints by their state, and what is held and dead', async () => {
    const { wait, read } = setUp([
      anEndpoint(),
      anEndpoint({ endpointId: 'paused', status: 'PAUSED' }),
      anEndpoint({ endpointId: 'gone', status: 'DISABLED', statusReason: 'The endpoint answered 410 Gone.' }),
      anEndpoint({
        endpointId: 'down',
        breaker: { state: 'open', cause: 'failing', id: 'b1', failures: 20, failingSince: toIso(NOW) },
      }),
    ]);
    wait('HELD', 'paused', 1);
    wait('DLQ', 'default', 2);
    wait('DLQ', 'deleted', 3);
    const { now, attention } = await read('24h');
    expect(now).toEqual({
      held: { count: 1, at_least: false },
      dead: { count: 2, at_least: false },
      endpoints: { enabled: 1, failing: 1, paused: 1, disabled: 1, unreadable: 0 },
    });
    expect(attention.map(({ kind, endpoint_id, count }) => [kind, endpoint_id, count])).toEqual([
      ['endpoint_disabled', 'gone', 0],
      ['endpoint_failing', 'down', 0],
      ['dead_letters', 'default', 1],
      ['dead_letters', null, 1],
      ['endpoint_paused', 'paused', 1],
    ]);
  });

  it('says that there is no endpoint', async () => {
    const { read } = setUp([]);
    expect(await read('24h')).toMatchObject({ endpoints: [], attention: [{ kind: 'no_endpoint' }] });
  });

  it('says which endpoint fails more often than it should', async () => {
    const { count, read } = setUp();
    await count(NOW, { delivered: 18, failed: 2 });
    expect((await read('24h')).attention).toMatchObject([
      { kind: 'success_rate_low', endpoint_id: 'default', count: 2, detail: expect.stringContaining('90 %') },
    ]);
  });

  it('shows an endpoint whose item is broken, and all others', async () => {
    const { endpoints, read } = setUp();
    endpoints.store({ tenantId: TENANT_ID, endpointId: 'broken', status: 'ENABLED' });
    expect(await read('24h')).toMatchObject({
      endpoints: [
        { endpoint_id: 'broken', status: 'UNREADABLE', success_rate: null, target_url: null },
        { endpoint_id: 'default', status: 'ENABLED' },
      ],
      attention: [{ kind: 'endpoint_unreadable', endpoint_id: 'broken' }],
    });
  });
});
