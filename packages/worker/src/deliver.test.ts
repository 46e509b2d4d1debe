import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { MAX_HOPS } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import {
  aDelivery,
  aDeliveryMessage,
  anEndpoint,
  anEvent,
  aSecret,
  DAY_MS,
  EVENT_ID,
  NOW,
  TENANT_ID,
} from '@switchyard/core/testing';
import { answered, failed } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';

const first = aDeliveryMessage();

describe('a message for an attempt that is due', () => {
  it('posts the event’s bytes to the endpoint', async () => {
    const { deliver, posts } = setUpDeliver();
    await deliver(first);
    expect(posts).toEqual([
      {
        targetUrl: anEndpoint().targetUrl,
        signed: expect.objectContaining({
          body: anEvent().payload,
          headers: expect.objectContaining({
            'webhook-id': EVENT_ID,
            'webhook-timestamp': String(NOW / 1000),
          }),
        }),
      },
    ]);
  });

  it('that is delivered ends there: DELIVERED, and nothing is sent', async () => {
    const { deliver, stored, queue, deadLetters } = setUpDeliver({ delivery: aDelivery() });
    await deliver(first);
    expect(stored()).toMatchObject({ status: 'DELIVERED', nextAttempt: 2 });
    expect([queue.messages(), deadLetters]).toEqual([[], []]);
  });

  it('costs one read and one write when it is delivered', async () => {
    const { deliver, table } = setUpDeliver({ delivery: aDelivery() });
    await deliver(first);
    expect(table.calls.map(({ operation }) => operation)).toEqual(['batchGet', 'put']);
  });

  it('whose event its message has brought is posted as it came, and costs one read of one item', async () => {
    const { deliver, posts, table } = setUpDeliver();
    table.remove(eventKey(TENANT_ID, EVENT_ID));
    const payload = Buffer.from('{"name":"Zoë","n":12345678901234567890}').toString('base64');
    const { createdAt, correlationId, expiresAt } = anEvent();

    await deliver(aDeliveryMessage({ event: { createdAt, correlationId, expiresAt, payload } }));

    expect(posts.map(({ signed }) => Buffer.from(signed.body).toString('base64'))).toEqual([payload]);
    expect(table.calls.map(({ operation }) => operation)).toEqual(['get', 'put']);
  });

  it('makes the delivery item when it is faster than whoever accepted the event', async () => {
    const { deliver, stored } = setUpDeliver();
    await deliver(first);
    expect(stored()).toMatchObject({ status: 'DELIVERED', attempts: [{ attempt: 1, statusCode: 200 }] });
  });

  it('that fails is FAILED, with the next attempt in the queue', async () => {
    const { deliver, state, stored, queue } = setUpDeliver({ delivery: aDelivery() });
    state.answer = answered(503, { responseBody: 'later' });
    await deliver(first);
    expect(stored()).toMatchObject({
      status: 'FAILED',
      nextAttempt: 2,
      nextAttemptAt: '2026-03-04T05:07:07.000Z',
      attempts: [{ attempt: 1, statusCode: 503, responseBody: 'later' }],
    });
    expect(queue.sent()).toEqual([
      { message: aDeliveryMessage({ attempt: 2, notBefore: NOW + 60_000 }), delaySeconds: 60 },
    ]);
  });

  it('that fails clears its outbox once the next attempt is in the queue', async () => {
    const { deliver, state, stored } = setUpDeliver();
    state.answer = failed('timeout');
    await deliver(first);
    expect(stored()).not.toHaveProperty('outbox');
  });

  it('counts the wait from the end of the attempt', async () => {
    const { deliver, state, queue, time } = setUpDeliver();
    state.answer = answered(503);
    state.onPost = () => time.advance(20_000);
    await deliver(first);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, notBefore: NOW + 80_000 })]);
  });

  it('that fails for the last time is DLQ, with a dead letter that says why', async () => {
    const { deliver, state, stored, queue, deadLetters } = setUpDeliver({
      delivery: aDelivery({ status: 'FAILED', nextAttempt: 5 }),
    });
    state.answer = answered(500);
    await deliver(aDeliveryMessage({ attempt: 5 }));
    expect(stored()).toMatchObject({ status: 'DLQ', reason: 'attempts_exhausted', nextAttempt: 6 });
    expect(deadLetters).toEqual([
      expect.objectContaining({ reason: 'attempts_exhausted', attempts: 5, generation: 1 }),
    ]);
    expect(queue.messages()).toEqual([]);
  });

  it('goes on in the generation that it is of', async () => {
    const { deliver, state, queue } = setUpDeliver({
      delivery: aDelivery({ generation: 3, nextAttempt: 1 }),
    });
    state.answer = answered(500);
    await deliver(aDeliveryMessage({ generation: 3 }));
    expect(queue.messages()).toEqual([
      aDeliveryMessage({ generation: 3, attempt: 2, notBefore: NOW + 60_000 }),
    ]);
  });
});

describe('an attempt that ends a delivery for good', () => {
  it('because the target is refused is dead at once, and says so', async () => {
    const { deliver, state, stored, deadLetters } = setUpDeliver();
    state.answer = failed('target_refused');
    await deliver(first);
    expect(stored()).toMatchObject({ status: 'DLQ', reason: 'target_refused' });
    expect(deadLetters).toEqual([expect.objectContaining({ reason: 'target_refused', attempts: 1 })]);
  });

  it.each([404, 500, 401])('because of the last %d does not disable the endpoint', async (status) => {
    const { deliver, state, disabled } = setUpDeliver({
      delivery: aDelivery({ status: 'FAILED', nextAttempt: 5 }),
    });
    state.answer = answered(status);
    await deliver(aDeliveryMessage({ attempt: 5 }));
    expect(disabled()).toEqual([]);
  });
});

describe('a message whose endpoint cannot be posted to', () => {
  it.each([['deleted', [], 'endpoint_deleted']])(
    'because it is %s is dead with that reason, without a request',
    async (_, endpoints, reason) => {
      const { deliver, stored, posts, deadLetters } = setUpDeliver({ endpoints });
      await deliver(first);
      expect(stored()).toMatchObject({ status: 'DLQ', reason, attempts: [] });
      expect(posts).toEqual([]);
      expect(deadLetters).toEqual([expect.objectContaining({ reason, attempts: 0 })]);
    },
  );
});

describe('a message that is early', () => {
  it('hops: it is sent on with what is left of the wait, and nothing is read or posted', async () => {
    const { deliver, table, queue, posts } = setUpDeliver();
    const message = aDeliveryMessage({ attempt: 4, notBefore: NOW + 1_000_000 });
    await deliver(message);
    expect(queue.sent()).toEqual([{ message: { ...message, hops: 1 }, delaySeconds: 900 }]);
    expect([table.calls, posts]).toEqual([[], []]);
  });

  it('counts its hops, and is tried rather than sent on for ever', async () => {
    const { deliver, queue, posts } = setUpDeliver();
    await deliver(aDeliveryMessage({ notBefore: NOW + 100_000, hops: MAX_HOPS - 1 }));
    expect(queue.messages()).toEqual([expect.objectContaining({ hops: MAX_HOPS })]);
    await deliver(aDeliveryMessage({ notBefore: NOW + 100_000, hops: MAX_HOPS }));
    expect([queue.messages().length, posts.length]).toEqual([1, 1]);
  });

  it('hops for the last time with exactly what is left', async () => {
    const { deliver, queue } = setUpDeliver();
    await deliver(aDeliveryMessage({ notBefore: NOW + 100_000 }));
    expect(queue.sent()).toEqual([expect.objectContaining({ delaySeconds: 100 })]);
  });

  it('by the second that SQS rounds to is not worth a hop', async () => {
    const { deliver, queue, posts } = setUpDeliver();
    await deliver(aDeliveryMessage({ notBefore: NOW + 1_000 }));
    expect([queue.messages().length, posts.length]).toEqual([0, 1]);
  });

  it('that cannot be sent on comes back', async () => {
    const { deliver, queue } = setUpDeliver();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(deliver(aDeliveryMessage({ notBefore: NOW + 100_000 }))).rejects.toThrow('outage');
  });
});

describe('a message about what is gone', () => {
  it.each([
    ['never was or is deleted', null],
    ['has expired', anEvent({ expiresAt: NOW / 1000 })],
    ['never went to this endpoint', anEvent({ endpointIds: ['other'] })],
  ])('because its event %s becomes a dead letter, so that somebody hears of it', async (_, event) => {
    const { deliver, posts, queue, deadLetters, isStored, counted } = setUpDeliver({ event });
    await deliver(aDeliveryMessage({ attempt: 3 }));
    expect([posts, queue.messages(), isStored()]).toEqual([[], [], false]);
    expect(deadLetters).toEqual([expect.objectContaining({ reason: 'event_gone', attempts: 2 })]);
    expect(counted.filter(([name]) => name === 'DeliveriesDeadLettered')).toHaveLength(1);
  });

  it('comes back when its dead letter cannot be sent', async () => {
    const { deliver, queue } = setUpDeliver({ event: null });
    queue.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
  });

  it('because it may have expired, though a requeue of another delivery kept the event, does not begin again', async () => {
    const createdAt = toIso(NOW - 30 * DAY_MS);
    const { deliver, posts, deadLetters } = setUpDeliver({ event: anEvent({ createdAt }) });
    await deliver(first);
    expect([posts, deadLetters.length]).toEqual([[], 1]);
  });
});

describe('an endpoint that cannot be read, as after an edit by hand', () => {
  it('gives its deliveries up with that reason, and no request is made', async () => {
    const { deliver, posts, stored, deadLetters } = setUpDeliver({
      delivery: aDelivery(),
      endpoints: [],
      broken: true,
    });
    await deliver(first);
    expect([posts, stored().status, stored().reason]).toEqual([[], 'DLQ', 'endpoint_invalid']);
    expect(deadLetters).toEqual([expect.objectContaining({ reason: 'endpoint_invalid' })]);
  });
});

describe('an endpoint that was changed while the cache still had it as it was', () => {
  const moved = anEndpoint({ targetUrl: 'https://new.example.com/' });

  it.each([
    ['a 410', answered(410), 1],
    ['the last failure', answered(500), 5],
    ['a refused address', failed('target_refused'), 1],
  ])('is tried again, at once and where it is now, after %s of where it was', async (_, answer, attempt) => {
    const setUp = setUpDeliver({ delivery: aDelivery({ nextAttempt: attempt }) });
    const { deliver, state, endpoints, posts, queue, stored, disabled } = setUp;
    state.answer = answer;
    state.onPost = () => endpoints.store(moved);
    await deliver(aDeliveryMessage({ attempt }));
    expect(stored()).toMatchObject({ status: 'FAILED', nextAttempt: attempt + 1, nextAttemptAt: toIso(NOW) });

    state.answer = answered(200);
    const [next] = queue.messages();
    await deliver(next ?? first);
    expect([posts.at(-1)?.targetUrl, stored().status, disabled()]).toEqual([
      moved.targetUrl,
      'DELIVERED',
      [],
    ]);
  });

  it('by a new secret is tried again after the last failure too', async () => {
    const { deliver, state, endpoints, stored } = setUpDeliver({ delivery: aDelivery({ nextAttempt: 5 }) });
    state.answer = answered(401);
    state.onPost = () =>
      endpoints.store(anEndpoint({ secrets: [{ secret: aSecret(9), createdAt: toIso(NOW) }] }));
    await deliver(aDeliveryMessage({ attempt: 5 }));
    expect(stored().status).toBe('FAILED');
  });

  it.each([401, 403])(
    'and does not know us is asked 5 seconds later by what it knows now: %i',
    async (status) => {
      const auth = { type: 'header', name: 'x-key', value: 'new' } as const;
      const { deliver, state, endpoints, posts, queue, stored, time } = setUpDeliver();
      state.answer = answered(status);
      state.onPost = () => endpoints.store(anEndpoint({ auth }));
      await deliver(first);
      time.advance(60_000);
      await deliver(queue.messages()[0] ?? first);
      expect(posts.map(({ signed }) => signed.headers['x-key'])).toEqual([undefined, 'new']);
      expect(stored().attempts.map(({ statusCode }) => statusCode)).toEqual([status, status]);
    },
  );

  it('is given up all the same when it cannot be looked up', async () => {
    const { deliver, state, endpoints, stored } = setUpDeliver({ delivery: aDelivery({ nextAttempt: 5 }) });
    state.answer = answered(500);
    state.onPost = () => {
      endpoints.hooks.before = outage;
    };
    await deliver(aDeliveryMessage({ attempt: 5 }));
    expect(stored()).toMatchObject({ status: 'DLQ', reason: 'attempts_exhausted' });
  });
});

describe('the log line of a delivery', () => {
  const line = async (setUp: ReturnType<typeof setUpDeliver>) => {
    await setUp.deliver(first);
    return setUp.logged();
  };

  it('says what was delivered, how and how long after it was accepted', async () => {
    const setUp = setUpDeliver({ event: anEvent({ createdAt: '2026-03-04T05:06:05.000Z' }) });
    expect(await line(setUp)).toEqual([
      expect.objectContaining({
        level: 'info',
        msg: 'delivery',
        outcome: 'delivered',
        status: 200,
        tenantId: 'acme',
        eventId: EVENT_ID,
        endpointId: 'default',
        generation: 1,
        attempt: 1,
        durationMs: 12,
        sinceAcceptedMs: 2_000,
        correlationId: 'request-1',
      }),
    ]);
  });

  it('says when it is tried again', async () => {
    const setUp = setUpDeliver();
    setUp.state.answer = failed('dns');
    expect(await line(setUp)).toEqual([
      expect.objectContaining({ level: 'warn', outcome: 'retry', retryInMs: 60_000, error: 'dns' }),
    ]);
  });

  it('says why it was given up', async () => {
    const setUp = setUpDeliver({ endpoints: [] });
    expect(await line(setUp)).toEqual([
      expect.objectContaining({ level: 'warn', outcome: 'dead', reason: 'endpoint_deleted' }),
    ]);
  });

  it('never shows the payload, a secret or what the receiver answered', async () => {
    const setUp = setUpDeliver({ event: anEvent({ payload: Buffer.from('{"a":"hunter2"}') }) });
    setUp.state.answer = answered(500, { responseBody: 'hunter2' });
    expect(JSON.stringify(await line(setUp))).not.toMatch(/hunter2|whsec_|v1,/);
  });
});
