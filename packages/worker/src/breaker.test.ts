import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered, failed } from '../testing/builders.ts';
import { setUpQueues } from '../testing/run-queues.ts';
import type { BreakerPolicy } from './breaker.ts';
import type { PostResult } from './decide-outcome.ts';

const MINUTE = 60_000;

/** Ten events to an endpoint that never stops to be tried, so that failures go on for as long as it takes. */
function setUp(answer: PostResult, events = 10, policy: Partial<BreakerPolicy> = {}) {
  const queues = setUpQueues({ events, endpoint: { maxAttempts: 50, retrySchedule: '10s' }, policy });
  queues.state.answer = answer;
  queues.accept();
  return {
    ...queues,
    postedWithin: async (ms: number) => {
      const before = queues.posts.length;
      await queues.run(ms);
      return queues.posts.length - before;
    },
  };
}

describe('the breaker of an endpoint', () => {
  it.each([
    ['never answers', failed('timeout')],
    ['cannot be reached', failed('connection')],
    ['answers 500', answered(500)],
    ['answers 429', answered(429)],
  ])('that %s opens after 20 failures in a row over a minute, and holds what is due', async (_, answer) => {
    const queues = setUp(answer);
    await queues.run(50_000);
    expect(queues.deliveries().every(({ status }) => status === 'FAILED')).toBe(true);
    await queues.run(40_000);
    expect(queues.endpoint().breaker).toMatchObject({
      state: 'open',
      cause: 'failing',
      failingSince: toIso(NOW),
    });
    expect(new Set(queues.deliveries().map(({ status, heldReason }) => `${status} ${heldReason}`))).toEqual(
      new Set(['HELD endpoint_failing']),
    );
  });

  it.each([400, 401, 404, 422, 302])('that answers %d stays closed: it is there', async (status) => {
    const queues = setUp(answered(status));
    await queues.run(5 * MINUTE);
    expect(queues.endpoint()).not.toHaveProperty('breaker');
  });

  it('that answers now and then stays closed', async () => {
    const queues = setUp(answered(500));
    queues.state.onPost = () => {
      queues.state.answer = queues.posts.length % 15 === 0 ? answered(400) : answered(500);
    };
    await queues.run(5 * MINUTE);
    expect(queues.endpoint().breaker?.state ?? 'closed').toBe('closed');
  });

  it('that answers costs no write, no read and no message, whatever its receiver says of events', async () => {
    const queues = setUp(answered(200), 1);
    await queues.deliver(aDeliveryMessage({ eventId: queues.eventIds[0] ?? '' }));
    expect(queues.table.calls.map(({ operation }) => operation)).toEqual(['batchGet', 'put']);
    expect(queues.endpoints.calls.map(({ operation }) => operation)).toEqual(['get']);
    expect([queues.queue.messages(), queues.queue.control]).toEqual([[], []]);
  });

  it('that fails costs a write for ten failures at most, or one in ten seconds', async () => {
    const queues = setUp(answered(500));
    await queues.run(55_000);
    expect(queues.posts.length).toBeGreaterThanOrEqual(50);
    expect(queues.endpoints.writes().length).toBeLessThanOrEqual(queues.posts.length / 10);
  });

  it('that fails is known to fail by other workers too', async () => {
    const queues = setUp(answered(500));
    queues.endpoints.store(
      anEndpoint({
        maxAttempts: 50,
        retrySchedule: '10s',
        breaker: { state: 'closed', id: 'b', failures: 15, failingSince: toIso(NOW - 2 * MINUTE) },
      }),
    );
    await queues.run(5_000);
    expect(queues.endpoint().breaker).toMatchObject({ state: 'open' });
    expect(queues.posts.length).toBeLessThanOrEqual(10);
  });

  it('that answers again forgets what was counted', async () => {
    const queues = setUp(answered(500));
    await queues.run(15_000);
    expect(queues.endpoint().breaker).toMatchObject({ state: 'closed', failures: expect.any(Number) });
    queues.state.answer = answered(200);
    await queues.run();
    expect(queues.endpoint()).not.toHaveProperty('breaker');
  });
});

describe('an open breaker', () => {
  async function setUpOpen() {
    const queues = setUp(answered(500));
    await queues.run(2 * MINUTE);
    await queues.run(5 * MINUTE);
    return queues;
  }

  it('lets one request through after 30 s, 1 min, 2 min …, and nothing else', async () => {
    const queues = setUp(answered(500));
    while (queues.endpoint().breaker?.state !== 'open') await queues.run(1_000);
    const posted: number[] = [];
    for (let minute = 0; minute < 8; minute += 1) posted.push(await queues.postedWithin(MINUTE));
    // At 30 s, 90 s, 3.5 min, 5.5 min, 7.5 min: the last wait repeats.
    expect(posted).toEqual([1, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('spends no attempt of what it is probed with, and is probed with the oldest', async () => {
    const queues = await setUpOpen();
    const [oldest] = queues.deliveries();
    const others = queues.deliveries().slice(1);
    expect(oldest).toMatchObject({ status: 'HELD', eventId: queues.eventIds[0] });
    const probes = oldest?.attempts.filter(({ attempt }) => attempt === oldest.attempts.at(-1)?.attempt);
    expect(probes?.length).toBeGreaterThan(2);
    for (const { attempts } of others) expect(attempts.length).toBeLessThan(oldest?.attempts.length ?? 0);
  });

  it('closes with one success, and what was held is sent oldest first', async () => {
    const queues = await setUpOpen();
    queues.state.answer = answered(200);
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
    expect(queues.endpoint()).not.toHaveProperty('breaker');
    expect(queues.endpoint()).not.toHaveProperty('drain');
  });

  it('closes also when the probe is answered with 422: the endpoint is there', async () => {
    const queues = await setUpOpen();
    queues.state.answer = answered(422);
    await queues.run(5 * MINUTE);
    expect(queues.endpoint()).not.toHaveProperty('breaker');
  });

  it('of an endpoint that has failed for as long as may be disables it; what is held stays held', async () => {
    const queues = setUp(answered(500), 10, { disableAfterMs: 30 * MINUTE });
    await queues.run(29 * MINUTE);
    expect(queues.endpoint().status).toBe('ENABLED');
    await queues.run(4 * MINUTE);
    expect(queues.endpoint()).toMatchObject({
      status: 'DISABLED',
      statusReason: `It has not answered with success since ${toIso(NOW)}.`,
    });
    expect(queues.deliveries().every(({ status }) => status === 'HELD')).toBe(true);
    expect(queues.deadLetters).toEqual([]);
  });

  it('is probed again when a probe was lost with its worker', async () => {
    const queues = await setUpOpen();
    let isLost = false;
    queues.state.onPost = () => {
      if (isLost) return;
      isLost = true;
      throw new Error('The function was stopped');
    };
    queues.state.answer = answered(200);
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
  });

  it('with nothing held lets what comes next through, and opens again with its first failure', async () => {
    const queues = setUpQueues({ events: 1, endpoint: { maxAttempts: 50, retrySchedule: '10m' } });
    queues.endpoints.store(
      anEndpoint({
        maxAttempts: 50,
        retrySchedule: '10m',
        breaker: { state: 'closed', id: 'b', failures: 30, failingSince: toIso(NOW - 10 * MINUTE) },
      }),
    );
    queues.state.answer = answered(500);
    queues.accept();
    await queues.run(5 * MINUTE);
    expect([queues.posts.length, queues.endpoint().breaker?.state]).toEqual([1, 'closed']);
    await queues.run(6 * MINUTE);
    expect(queues.posts).toHaveLength(2);
    expect(queues.endpoint().breaker).toMatchObject({ failingSince: toIso(NOW - 10 * MINUTE) });
  });
});
