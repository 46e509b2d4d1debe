import { describe, expect, it } from '@jest/globals';
import { enableEndpoint } from '@switchyard/core/endpoints/set-status';
import { requeueDelivery } from '@switchyard/core/requeue-delivery';
import { ENDPOINT_ID, TENANT_ID } from '@switchyard/core/testing';
import { setUpLines } from '../testing/run-lines.ts';

const MINUTE_MS = 60_000;

describe('events with one ordering key', () => {
  it('arrive one after another, in the order of acceptance, and leave nothing behind', async () => {
    const lines = setUpLines();
    const eventIds: string[] = [];
    for (let n = 0; n < 5; n += 1) eventIds.push(await lines.accept('order-1'));
    await lines.run();
    expect(lines.delivered).toEqual(eventIds);
    expect(lines.tickets()).toBe(0);
    expect(lines.deliveries().map(({ attempts }) => attempts.length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('wait for one that fails, and neither do those of other keys nor those without', async () => {
    const lines = setUpLines();
    const failing = await lines.accept('order-1');
    lines.answers.set(failing, [503, 503]);
    const behind = [await lines.accept('order-1'), await lines.accept('order-1')];
    const others = [await lines.accept('order-2'), await lines.accept()];
    await lines.run(30_000);
    expect(lines.delivered).toEqual(others);
    expect(lines.statusOf(failing)).toBe('FAILED');
    await lines.run();
    expect(lines.delivered).toEqual([...others, failing, ...behind]);
  });

  it('go on after one that is given up', async () => {
    const lines = setUpLines();
    const failing = await lines.accept('order-1');
    lines.answers.set(
      failing,
      Array.from({ length: 5 }, () => 500),
    );
    const behind = await lines.accept('order-1');
    await lines.run();
    expect([lines.statusOf(failing), lines.statusOf(behind)]).toEqual(['DLQ', 'DELIVERED']);
    expect(lines.tickets()).toBe(0);
  });

  it('go to each endpoint in an order of its own', async () => {
    const lines = setUpLines();
    lines.endpoints.store({ ...lines.endpoint(), endpointId: 'other', targetUrl: 'https://other.example/' });
    const eventIds = [await lines.accept('order-1'), await lines.accept('order-1')];
    await lines.run();
    expect(lines.delivered.toSorted()).toEqual([...eventIds, ...eventIds].toSorted());
    for (const url of ['https://other.example/', lines.endpoint().targetUrl]) {
      const sent = lines.posts.filter(({ targetUrl }) => targetUrl === url);
      expect(sent.map(({ signed }) => signed.headers['webhook-id'])).toEqual(eventIds);
    }
  });

  it('wait behind one that is held, and follow it once its endpoint is back', async () => {
    const lines = setUpLines({ endpoint: { status: 'PAUSED' } });
    const eventIds = [
      await lines.accept('order-1'),
      await lines.accept('order-1'),
      await lines.accept('order-1'),
    ];
    await lines.run(MINUTE_MS);
    expect(eventIds.map(lines.statusOf)).toEqual(['HELD', undefined, undefined]);
    await enableEndpoint(lines.context, lines.endpoint());
    await lines.run();
    expect(lines.delivered).toEqual(eventIds);
  });

  it('each arrive once when many are sent at the same moment', async () => {
    const lines = setUpLines();
    const eventIds = await Promise.all(Array.from({ length: 40 }, () => lines.accept('order-1')));
    await lines.run();
    expect(lines.delivered.toSorted()).toEqual(eventIds.toSorted());
    expect(lines.posts).toHaveLength(40);
    expect(lines.tickets()).toBe(0);
  });

  it('keep to the rate limit of their endpoint, in order', async () => {
    const lines = setUpLines({ endpoint: { rateLimit: 0.01 } });
    const eventIds = [
      await lines.accept('order-1'),
      await lines.accept('order-1'),
      await lines.accept('order-1'),
    ];
    const startedAt = lines.time.clock();
    await lines.run();
    expect(lines.delivered).toEqual(eventIds);
    expect(lines.posts).toHaveLength(3);
    expect(lines.time.clock() - startedAt).toBeLessThan(5 * 100_000);
  });
});

it('a dead letter that is requeued waits behind what is there, and goes before what is accepted later', async () => {
  const lines = setUpLines();
  const dead = await lines.accept('order-1');
  lines.answers.set(
    dead,
    Array.from({ length: 5 }, () => 500),
  );
  await lines.run();
  const there = await lines.accept('order-1');
  const id = { tenantId: TENANT_ID, endpointId: ENDPOINT_ID, eventId: dead };
  expect(await requeueDelivery(lines.context, { ...id, from: ['DLQ'] })).toBe('requeued');
  const later = await lines.accept('order-1');
  await lines.run();
  expect(lines.delivered).toEqual([there, dead, later]);
  expect(lines.tickets()).toBe(0);
});

/** Writes of so many events, all accepted before the first is delivered; not those that count for an endpoint's health. */
async function writesOf(events: number, orderingKey?: string): Promise<number> {
  const lines = setUpLines();
  for (let n = 0; n < events; n += 1) await lines.accept(orderingKey);
  await lines.run();
  return lines.table.writes().filter(({ item }) => !String(item.sk).startsWith('HOUR#')).length;
}

it('an event with a key costs two writes more, whether it has to wait or not', async () => {
  expect(await writesOf(1, 'order-1')).toBe((await writesOf(1)) + 2);
  expect(await writesOf(9, 'order-1')).toBe((await writesOf(9)) + 18);
});
