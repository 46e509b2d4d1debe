import { describe, expect, it } from '@jest/globals';
import { aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { setUpDeliver } from '../testing/deliver-setup.ts';
import { setUpQueues } from '../testing/run-queues.ts';
import { reserveSlot } from './reserve-slot.ts';

const ENDPOINT = { tenantId: 'acme', endpointId: 'default' };

describe('a reservation', () => {
  it('is for now at an endpoint that is idle, and for one interval later each time', async () => {
    const { context } = setUpDeliver();
    const reserved = [];
    for (let count = 0; count < 4; count += 1) reserved.push(await reserveSlot(context, ENDPOINT, 4));
    expect(reserved).toEqual([NOW, NOW + 250, NOW + 500, NOW + 750]);
  });

  it('is made once by each of many at the same moment', async () => {
    const { context } = setUpDeliver();
    const all = Array.from({ length: 20 }, () => reserveSlot(context, ENDPOINT, 10));
    expect((await Promise.all(all)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => NOW + index * 100),
    );
  });

  it('does not make up for time that passed unused', async () => {
    const { context, time } = setUpDeliver();
    await reserveSlot(context, ENDPOINT, 1);
    time.advance(60_000);
    expect(await reserveSlot(context, ENDPOINT, 1)).toBe(NOW + 60_000);
    expect(await reserveSlot(context, ENDPOINT, 1)).toBe(NOW + 61_000);
  });

  it('is of one endpoint alone', async () => {
    const { context } = setUpDeliver();
    await reserveSlot(context, ENDPOINT, 1);
    expect(await reserveSlot(context, { ...ENDPOINT, endpointId: 'other' }, 1)).toBe(NOW);
  });

  it('costs one write where the endpoint is busy', async () => {
    const { context, table } = setUpDeliver();
    await reserveSlot(context, ENDPOINT, 1);
    const before = table.calls.length;
    await reserveSlot(context, ENDPOINT, 1);
    expect(table.calls.slice(before).map(({ operation }) => operation)).toEqual(['update']);
  });
});

describe('an endpoint with a rate limit', () => {
  it('gets no more than that, loses nothing, and no attempt is spent by waiting', async () => {
    const queues = setUpQueues({ events: 30, endpoint: { rateLimit: 5 } });
    queues.accept();
    const bySecond: number[] = [];
    for (let second = 0; second < 8; second += 1) {
      const before = queues.delivered.length;
      await queues.run(1_000);
      bySecond.push(queues.delivered.length - before);
    }
    // SQS delays by whole seconds, so two of them may meet.
    for (const count of bySecond) expect(count).toBeLessThanOrEqual(10);
    expect(queues.delivered.toSorted()).toEqual(queues.eventIds.toSorted());
    expect(queues.deliveries().flatMap(({ attempts }) => attempts.map(({ attempt }) => attempt))).toEqual(
      queues.eventIds.map(() => 1),
    );
  });

  it('takes a message whose time is reserved without another reservation', async () => {
    const { deliver, posts, table } = setUpDeliver({ endpoints: [anEndpoint({ rateLimit: 1 })] });
    await deliver(aDeliveryMessage({ reserved: true }));
    expect([posts.length, table.items().filter(({ sk }) => sk === 'RATE')]).toEqual([1, []]);
  });
});
