import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';
import { createSlots } from './slots.ts';

const first = aDeliveryMessage();
const inSlowLane = aDeliveryMessage({ lane: 'slow' });
const slowSince = toIso(NOW - 120_000);

describe('a delivery to an endpoint that is known to be slow', () => {
  it('is handed over to the slow lane unattempted', async () => {
    const { deliver, posts, queue, table } = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    await deliver(first);
    expect([posts, queue.messages(), table.writes()]).toEqual([[], [inSlowLane], []]);
  });

  it('is handed over without a look at the tables when its message says so, and says it no more', async () => {
    const setUp = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    const { deliver, posts, queue, table, endpoints } = setUp;
    const reads: unknown[] = [];
    for (const { hooks } of [table, endpoints]) hooks.before = (call) => void reads.push(call);
    await deliver(aDeliveryMessage({ slow: true }));
    expect([reads, posts, queue.messages()]).toEqual([[], [], [inSlowLane]]);
  });

  it('is attempted there', async () => {
    const { deliver, stored, queue } = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    await deliver(inSlowLane);
    expect([stored().status, queue.messages()]).toEqual(['DELIVERED', []]);
  });

  it('is in the fast lane again when it is sent on there', async () => {
    const { deliver, queue } = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    await deliver({ ...inSlowLane, notBefore: NOW + 60_000 });
    expect(queue.messages()).toEqual([{ ...first, notBefore: NOW + 60_000, hops: 1 }]);
  });

  it('comes back when it cannot be handed over', async () => {
    const { deliver, queue } = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    queue.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
  });

  it('is retried from the fast lane: the endpoint may be quick again by then', async () => {
    const { deliver, state, queue } = setUpDeliver({ endpoints: [anEndpoint({ slowSince })] });
    state.answer = answered(500);
    await deliver(inSlowLane);
    expect(queue.messages()).toEqual([expect.not.objectContaining({ lane: 'slow' })]);
  });
});

describe('an endpoint', () => {
  const isSlow = ({ endpoints }: ReturnType<typeof setUpDeliver>) =>
    endpoints.items()[0]?.slowSince !== undefined;

  it('that takes long is marked while the request is still under way, for those who come next', async () => {
    const setUp = setUpDeliver({ slowAfterMs: 1 });
    const wasMarked: boolean[] = [];
    setUp.state.onPost = async () => {
      while (!isSlow(setUp)) await new Promise((resolve) => setTimeout(resolve, 1));
      wasMarked.push(isSlow(setUp));
    };
    await setUp.deliver(first);
    expect([wasMarked, setUp.stored().status]).toEqual([[true], 'DELIVERED']);
  });

  it('is not marked twice, and one that cannot be marked is delivered to all the same', async () => {
    const setUp = setUpDeliver({ slowAfterMs: 1 });
    let tries = 0;
    setUp.endpoints.hooks.before = ({ operation }) => {
      if (operation !== 'update') return;
      tries += 1;
      outage();
    };
    setUp.state.onPost = async () => {
      while (tries === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await setUp.deliver(first);
    expect([tries, setUp.stored().status]).toEqual([1, 'DELIVERED']);
  });

  it.each([
    ['a quick answer', answered(200, { durationMs: 20 }), slowSince, false],
    ['a quick answer soon after it was marked', answered(200, { durationMs: 20 }), toIso(NOW - 1_000), true],
    ['a slow answer', answered(200, { durationMs: 3_100 }), slowSince, true],
  ])('that is slow is so after %s: %s', async (_, answer, since, stays) => {
    const setUp = setUpDeliver({ endpoints: [anEndpoint({ slowSince: since })] });
    setUp.state.answer = answer;
    await setUp.deliver(inSlowLane);
    expect(isSlow(setUp)).toBe(stays);
  });

  it('has a few places in a batch; what finds none in a moment is handed over', async () => {
    const setUp = setUpDeliver();
    const { context, queue, posts } = setUp;
    const id = 'acme#default';
    await Promise.all(Array.from({ length: 5 }, () => context.slots.take(id)));
    await setUp.deliver(first);
    expect([posts, queue.messages()]).toEqual([[], [inSlowLane]]);
    context.slots.free(id);
    await setUp.deliver(first);
    expect(posts).toHaveLength(1);
  });
});

describe('places', () => {
  it('are taken by those who wait in the order in which they came', async () => {
    const slots = createSlots(1, 60_000);
    await slots.take('a');
    const order: number[] = [];
    const waiting = [1, 2].map(async (number) => {
      await slots.take('a');
      order.push(number);
    });
    slots.free('a');
    slots.free('a');
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
  });

  it('of one endpoint are not those of another', async () => {
    const slots = createSlots(1, 1);
    expect([await slots.take('a'), await slots.take('b'), await slots.take('a')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are free again after somebody waited in vain', async () => {
    const slots = createSlots(1, 1);
    await slots.take('a');
    expect(await slots.take('a')).toBe(false);
    slots.free('a');
    expect(await slots.take('a')).toBe(true);
  });
});
