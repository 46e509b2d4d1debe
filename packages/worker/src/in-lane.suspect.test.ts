import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Endpoint } from '@switchyard/core/endpoints';
import { aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { setUpDeliver } from '../testing/deliver-setup.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});
afterEach(() => {
  jest.useRealTimers();
});

const SLOW_AFTER_MS = 1_000;

/** An endpoint that has answered so often in so many ms, and takes longer now. */
function setUpPace({
  requests = 20,
  usualMs = 20,
  ...settings
}: { readonly requests?: number; readonly usualMs?: number } & Partial<Endpoint>) {
  const setUp = setUpDeliver({ endpoints: [anEndpoint(settings)], slowAfterMs: SLOW_AFTER_MS });
  for (let number = 0; number < requests; number += 1) setUp.context.paces.note('acme#default', usualMs);
  const answer = Promise.withResolvers<void>();
  setUp.state.onPost = () => answer.promise;
  const delivered = setUp.deliver(aDeliveryMessage());
  return {
    ...setUp,
    advance: async (ms: number): Promise<void> => {
      setUp.time.advance(ms);
      await jest.advanceTimersByTimeAsync(ms);
    },
    answer: async (durationMs: number): Promise<void> => {
      setUp.state.answer = answered(200, { durationMs });
      answer.resolve();
      await delivered;
    },
    slowSince: () => setUp.endpoints.items()[0]?.slowSince,
  };
}

describe('an endpoint that has been quick', () => {
  it('is marked after a quarter of the time that makes one slow, while its request is under way', async () => {
    const { advance, slowSince, answer } = setUpPace({});
    await advance(SLOW_AFTER_MS / 4 - 1);
    expect(slowSince()).toBeUndefined();
    await advance(1);
    expect(slowSince()).toEqual(expect.any(String));
    await answer(SLOW_AFTER_MS + 1);
    expect(slowSince()).toEqual(expect.any(String));
  });

  it('is not slow when it answers in time after all, and is not suspected for that again', async () => {
    const { advance, slowSince, answer, context } = setUpPace({});
    await advance(SLOW_AFTER_MS / 4);
    await answer(SLOW_AFTER_MS / 4 + 1);
    expect(slowSince()).toBeUndefined();
    expect(context.paces.longest('acme#default')).toBe(SLOW_AFTER_MS / 4 + 1);
  });

  it('keeps the mark of somebody else, whose request may still hang', async () => {
    const { advance, slowSince, answer, endpoints } = setUpPace({});
    await advance(SLOW_AFTER_MS / 4);
    const [item] = endpoints.items();
    endpoints.store({ ...item, slowSince: '2026-11-27T00:00:00.000Z' });
    await answer(SLOW_AFTER_MS / 4 + 1);
    expect(slowSince()).toBe('2026-11-27T00:00:00.000Z');
  });

  it('is marked again when the one who suspected it first was wrong, and it hangs here', async () => {
    const { advance, slowSince, answer, endpoints } = setUpPace({});
    await advance(SLOW_AFTER_MS / 4);
    const [{ slowSince: _taken, ...item } = {}] = endpoints.items();
    endpoints.store(item);
    await advance((SLOW_AFTER_MS * 3) / 4);
    expect(slowSince()).toEqual(expect.any(String));
    await answer(SLOW_AFTER_MS + 1);
  });
});

it.each([
  ['has had few requests', { requests: 19 }],
  ['usually takes a quarter of that time', { usualMs: SLOW_AFTER_MS / 4 }],
  ['has a shorter limit than that', { timeoutMs: SLOW_AFTER_MS }],
])('an endpoint that %s is not suspected', async (_, pace) => {
  const { advance, answer, endpoints } = setUpPace(pace);
  const before = endpoints.items();
  await advance(SLOW_AFTER_MS - 1);
  expect(endpoints.items()).toEqual(before);
  await answer(SLOW_AFTER_MS - 1);
  expect(endpoints.items()).toEqual(before);
});

it('one that usually takes a tenth of that time is suspected after four tenths', async () => {
  const { advance, slowSince, answer } = setUpPace({ usualMs: SLOW_AFTER_MS / 10 });
  await advance(SLOW_AFTER_MS * 0.4 - 1);
  expect(slowSince()).toBeUndefined();
  await advance(1);
  expect(slowSince()).toEqual(expect.any(String));
  await answer(SLOW_AFTER_MS + 1);
});
