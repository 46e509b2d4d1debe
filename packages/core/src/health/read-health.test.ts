import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { anEndpoint, anEvent, createTestContext, DAY_MS, NOW, TENANT_ID } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { type Delivery, newDelivery, purgedDelivery } from '../deliveries/delivery.ts';
import { attentionKey, deliveryKey } from '../deliveries/delivery-keys.ts';
import { putDelivery, replaceDelivery } from '../deliveries/delivery-store.ts';
import { releaseHeld } from '../deliveries/release-held.ts';
import { requeueDelivery } from '../deliveries/requeue-delivery.ts';
import { eventKey } from '../events/event-keys.ts';
import { bucketOf } from './answer-times.ts';
import { COUNT_UP_TO } from './count-attention.ts';
import { addToHour, bucketName, HOUR_MS, hourOf } from './endpoint-hours.ts';
import { readHealth } from './read-health.ts';

const endpoint = anEndpoint({ createdAt: toIso(NOW - 60 * DAY_MS) });

function setUp() {
  const setup = createTestContext();
  const { context, table } = setup;
  return {
    ...setup,
    health: async (of = endpoint) => (await readHealth(context, of.tenantId, [of]))[0]?.health,
    count: (
      counts: Readonly<Record<string, number>>,
      {
        of = endpoint,
        at = NOW,
        lastSuccessAt = undefined as string | undefined,
        writeId = randomBytes(6).toString('hex'),
      } = {},
    ) =>
      addToHour(context, of, {
        writeId,
        hour: hourOf(at),
        counts: new Map(Object.entries(counts)),
        lastSuccessAt,
      }),
    /** A delivery in this status, as `replaceDelivery` writes it. */
    async put(
      status: Delivery['status'],
      number: number,
      endpointId = endpoint.endpointId,
    ): Promise<Delivery> {
      const eventId = `evt_06dp4zq8r0${String(number).padStart(16, '0')}`;
      const event = anEvent({ eventId, endpointIds: [endpointId] });
      table.store({ ...eventKey(TENANT_ID, eventId), ...event });
      await putDelivery(context, event, endpointId);
      const delivery = { ...newDelivery(event, endpointId), status };
      await replaceDelivery(context, newDelivery(event, endpointId), delivery);
      return delivery;
    },
  };
}

describe('the last day of an endpoint', () => {
  it('is the sum of what all workers wrote, of this hour and the 24 before', async () => {
    const { count, health } = setUp();
    await count({ delivered: 2, failed: 1, [bucketName(bucketOf(100))]: 3 });
    await count({ delivered: 5, held: 4, dead: 3, [bucketName(bucketOf(2_000))]: 1 });
    await count({ delivered: 10 }, { at: NOW - DAY_MS });
    await count({ delivered: 100 }, { at: NOW - DAY_MS - HOUR_MS });
    expect(await health()).toMatchObject({
      last_day: {
        since: `${hourOf(NOW - DAY_MS)}:00:00.000Z`,
        delivered: 17,
        attempts_failed: 1,
        dead: 3,
        held: 4,
        answer_ms_p95: 2_048,
      },
    });
  });

  it('counts a write once that is repeated because its answer was lost', async () => {
    const { count, health } = setUp();
    await count({ delivered: 2 }, { writeId: 'same' });
    await count({ delivered: 2 }, { writeId: 'same' });
    expect(await health()).toMatchObject({ last_day: { delivered: 2 } });
  });

  it('is that of no other tenant’s endpoint of the same id, nor of an earlier one', async () => {
    const { count, health } = setUp();
    await count({ delivered: 1 }, { of: { ...endpoint, tenantId: 'globex' } });
    await count({ delivered: 2 }, { of: { ...endpoint, endpointId: `${endpoint.endpointId}2` } });
    await count({ delivered: 4 }, { of: { ...endpoint, createdAt: toIso(NOW - 70 * DAY_MS) } });
    expect(await health()).toMatchObject({
      last_success_at: null,
      last_day: { delivered: 0, answer_ms_p95: null },
    });
  });

  it('is read over what somebody broke by hand', async () => {
    const { count, health, table } = setUp();
    await count({ delivered: 2 });
    const [item] = table.items();
    table.store({ ...item, failed: 'many', lastSuccessAt: 'long ago', t4: null });
    expect(await health()).toMatchObject({
      last_success_at: null,
      last_day: { delivered: 2, attempts_failed: 0 },
    });
  });
});

describe('the last success', () => {
  it('is the newest, in this hour or within 30 days', async () => {
    const { count, health } = setUp();
    const long = toIso(NOW - 20 * DAY_MS);
    await count({ delivered: 1 }, { at: NOW - 20 * DAY_MS, lastSuccessAt: long });
    for (let hour = 0; hour < 48; hour += 1) await count({ failed: 1 }, { at: NOW - hour * HOUR_MS });
    expect(await health()).toMatchObject({ last_success_at: long, last_day: { attempts_failed: 25 } });
    const newer = toIso(NOW - 2 * HOUR_MS);
    await count({ delivered: 1 }, { at: NOW - 2 * HOUR_MS, lastSuccessAt: newer });
    expect(await health()).toMatchObject({ last_success_at: newer });
  });
});

describe('held deliveries and dead letters are counted as they are now', () => {
  it('through release, requeue and purge', async () => {
    const { context, put, health } = setUp();
    const [one, two, three] = [await put('HELD', 1), await put('HELD', 2), await put('HELD', 3)];
    const dead = await put('DLQ', 4);
    await put('DLQ', 5);
    await put('DLQ', 6, 'other');
    await put('DELIVERED', 7);
    const is = async (heldCount: number, deadCount: number) =>
      expect(await health()).toMatchObject({
        held: { count: heldCount, at_least: false },
        dead: { count: deadCount, at_least: false },
      });
    await is(3, 2);
    await releaseHeld(context, one);
    await is(2, 2);
    await replaceDelivery(context, two, purgedDelivery(two, NOW));
    await is(1, 2);
    await requeueDelivery(context, { ...dead, from: ['DLQ'] });
    await is(1, 1);
    await requeueDelivery(context, { ...three, from: ['HELD'] });
    await is(0, 1);
  });

  it('up to a limit, and it says so', async () => {
    const { put, health, table } = setUp();
    const { endpointId } = endpoint;
    for (const status of ['HELD', 'DLQ'] as const)
      for (let number = 0; number < COUNT_UP_TO; number += 1) {
        const eventId = `${status}-${number}`;
        table.store({
          ...deliveryKey(TENANT_ID, eventId, endpointId),
          ...attentionKey({ tenantId: TENANT_ID, endpointId, createdAt: toIso(NOW), eventId }, status),
        });
      }
    const exact = { count: COUNT_UP_TO, at_least: false };
    expect(await health()).toMatchObject({ held: exact, dead: exact });
    await put('HELD', 30_000);
    await put('DLQ', 30_001);
    const more = { count: COUNT_UP_TO, at_least: true };
    expect(await health()).toMatchObject({ held: more, dead: more });
  });
});

it('50 endpoints are read with 151 queries at most, each of one page, and are told apart', async () => {
  const { context, count, table } = setUp();
  const endpoints = Array.from({ length: 50 }, (_, n) => ({ ...endpoint, endpointId: `e-${n}` }));
  await Promise.all(endpoints.map((of, n) => count({ delivered: n }, { of })));
  const views = await readHealth(context, TENANT_ID, endpoints);
  expect(views.map(({ endpoint_id, health }) => [endpoint_id, health.last_day?.delivered])).toEqual(
    endpoints.map(({ endpointId }, n) => [endpointId, n]),
  );
  expect(table.inputs('query')).toHaveLength(151);
});

it('an item of an hour stays below a write unit, whatever it counts', async () => {
  const { table, context } = setUp();
  const counts = new Map(Array.from({ length: 65 }, (_, bucket) => [bucketName(bucket), 123_456]));
  for (const name of ['delivered', 'failed', 'dead', 'held']) counts.set(name, 12_345_678);
  const of = { ...endpoint, tenantId: 't'.repeat(63), endpointId: 'e'.repeat(63) };
  await addToHour(context, of, { writeId: 'AAAAAAAA', hour: hourOf(NOW), counts, lastSuccessAt: toIso(NOW) });
  const [item = {}] = table.items();
  // Names and text count a byte each, numbers one for two digits and one more.
  const bytes = Object.entries(item).reduce(
    (sum, [name, value]) =>
      sum +
      name.length +
      (typeof value === 'number' ? Math.ceil(String(value).length / 2) + 1 : String(value).length),
    0,
  );
  expect(bytes).toBeLessThanOrEqual(1_024);
});
