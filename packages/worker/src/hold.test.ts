import { describe, expect, it } from '@jest/globals';
import { aDelivery, aDeliveryMessage, anAttempt, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';

const first = aDeliveryMessage();
const breaker = {
  id: 'b1',
  failures: 20,
  failingSince: '2026-03-04T05:00:00.000Z',
  cause: 'failing',
} as const;

describe('a delivery whose endpoint is not in service', () => {
  it.each([
    ['paused', { status: 'PAUSED' }, 'endpoint_paused'],
    ['disabled', { status: 'DISABLED' }, 'endpoint_disabled'],
    ['failing', { breaker: { ...breaker, state: 'open' } }, 'endpoint_failing'],
    ['being probed', { breaker: { ...breaker, state: 'probing' } }, 'endpoint_failing'],
    ['waiting', { breaker: { ...breaker, state: 'open', cause: 'retry_after' } }, 'retry_after'],
  ] as const)(
    'because it is %s is HELD, without a request, a message or an attempt spent',
    async (_, changes, reason) => {
      const { deliver, stored, posts, queue, deadLetters, counted } = setUpDeliver({
        endpoints: [anEndpoint(changes)],
      });
      await deliver(first);
      expect(stored()).toMatchObject({ status: 'HELD', heldReason: reason, attempts: [], uncounted: 1 });
      expect([posts, queue.messages(), deadLetters]).toEqual([[], [], []]);
      expect(counted).toContainEqual(['DeliveriesHeld', { held: reason }]);
    },
  );

  it('is found where its endpoint is drained', async () => {
    const { deliver, table } = setUpDeliver({ endpoints: [anEndpoint({ status: 'PAUSED' })] });
    await deliver(first);
    expect(table.items()).toContainEqual(
      expect.objectContaining({ attentionPk: 'TENANT#acme#default#HELD' }),
    );
  });

  it('is not posted by a duplicate of its message either', async () => {
    const { deliver, posts, endpoints } = setUpDeliver({ endpoints: [anEndpoint({ status: 'PAUSED' })] });
    await deliver(first);
    endpoints.store(anEndpoint());
    await deliver(first);
    expect(posts).toEqual([]);
  });

  it('goes on with the attempt that it had reached, and may still make as many as there are', async () => {
    const setUp = setUpDeliver({
      delivery: aDelivery({
        status: 'FAILED',
        nextAttempt: 7,
        uncounted: 2,
        attempts: [anAttempt({ attempt: 4 })],
      }),
    });
    setUp.state.answer = answered(500);
    await setUp.deliver(aDeliveryMessage({ attempt: 7 }));
    expect(setUp.stored()).toMatchObject({
      status: 'DLQ',
      reason: 'attempts_exhausted',
      attempts: [{ attempt: 4 }, { attempt: 5 }],
    });
    expect(setUp.deadLetters).toMatchObject([{ attempts: 5 }]);
  });

  it('that was put into service before it was written down goes on by itself', async () => {
    const { deliver, stored, table, endpoints, queue } = setUpDeliver({
      endpoints: [anEndpoint({ status: 'PAUSED' })],
    });
    table.hooks.after = ({ item }) => {
      if (item.status === 'HELD') endpoints.store(anEndpoint());
    };
    await deliver(first);
    expect(stored()).toMatchObject({ status: 'PENDING', nextAttempt: 2 });
    expect(stored()).not.toHaveProperty('heldReason');
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2 })]);
  });

  it('is looked after by the message that comes back when the worker fails right after writing it down', async () => {
    const { deliver, endpoints, queue } = setUpDeliver({ endpoints: [anEndpoint({ status: 'PAUSED' })] });
    let reads = 0;
    endpoints.hooks.before = () => {
      reads += 1;
      if (reads === 2) outage();
    };
    await expect(deliver(first)).rejects.toThrow('outage');
    endpoints.store(anEndpoint());
    await deliver(first);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2 })]);
  });
});

describe('a message that was sent while the endpoint was not in service', () => {
  it('is decided by how it is now, whatever is remembered', async () => {
    const { deliver, context, endpoints, stored } = setUpDeliver();
    await context.endpointCache.get('acme', 'default');
    endpoints.store(anEndpoint({ status: 'PAUSED' }));
    await deliver(aDeliveryMessage({ fresh: true }));
    expect(stored().status).toBe('HELD');
  });
});

describe('an endpoint that answers 410', () => {
  it('is disabled at once, and the delivery is held and not dead', async () => {
    const { deliver, state, stored, disabled, deadLetters } = setUpDeliver();
    state.answer = answered(410);
    await deliver(first);
    expect(stored()).toMatchObject({
      status: 'HELD',
      heldReason: 'endpoint_disabled',
      attempts: [{ attempt: 1, statusCode: 410 }],
      uncounted: 1,
    });
    expect([disabled(), deadLetters]).toEqual([['acme default: The endpoint answered 410 Gone.'], []]);
  });
});

describe('an endpoint that asks for time', () => {
  it.each([429, 503])(
    'with %d and Retry-After gets it: the delivery waits and has spent no attempt',
    async (status) => {
      const { deliver, state, stored, endpoints, queue } = setUpDeliver();
      state.answer = answered(status, { retryAfterMs: 45_000 });
      await deliver(first);
      expect(stored()).toMatchObject({ status: 'HELD', heldReason: 'retry_after', uncounted: 1 });
      expect(endpoints.items()).toMatchObject([
        {
          status: 'ENABLED',
          breaker: { state: 'open', cause: 'retry_after', openUntil: '2026-03-04T05:06:52.000Z' },
        },
      ]);
      expect(queue.control).toMatchObject([
        { message: { kind: 'probe', notBefore: NOW + 45_000 }, delaySeconds: 45 },
      ]);
    },
  );

  it('holds what is due meanwhile, without a request', async () => {
    const { deliver, state, stored, posts, replace } = setUpDeliver();
    state.answer = answered(429, { retryAfterMs: 45_000 });
    await deliver(first);
    replace(aDelivery());
    await deliver(first);
    expect([posts.length, stored().heldReason]).toEqual([1, 'retry_after']);
  });

  it('is not asked before an hour, however absurd it is', async () => {
    const { deliver, state, endpoints } = setUpDeliver();
    state.answer = answered(503, { retryAfterMs: 9_999_999_999_000 });
    await deliver(first);
    expect(endpoints.items()).toMatchObject([{ breaker: { openUntil: '2026-03-04T06:06:07.000Z' } }]);
  });

  it('is not held to it when it has moved since', async () => {
    const { deliver, state, endpoints, queue } = setUpDeliver();
    state.answer = answered(503, { retryAfterMs: 45_000 });
    state.onPost = () => endpoints.store(anEndpoint({ targetUrl: 'https://new.example.com/' }));
    await deliver(first);
    expect([queue.control, queue.messages()]).toEqual([[], [aDeliveryMessage({ attempt: 2 })]]);
  });
});

describe('an endpoint’s own options', () => {
  it('are how often and when it is tried', async () => {
    const { deliver, state, queue, stored } = setUpDeliver({
      endpoints: [anEndpoint({ maxAttempts: 2, retrySchedule: '7s' })],
    });
    state.answer = answered(500);
    await deliver(first);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, notBefore: NOW + 7_000 })]);
    await deliver(aDeliveryMessage({ attempt: 2, notBefore: NOW }));
    expect(stored()).toMatchObject({ status: 'DLQ', reason: 'attempts_exhausted' });
  });
});
