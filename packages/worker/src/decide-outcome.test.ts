import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answered, aRetryPolicy, failed } from '../testing/builders.ts';
import { decideOutcome, type PostError } from './decide-outcome.ts';

const policy = aRetryPolicy();
const retried = { kind: 'retry', afterMs: 60_000 };
const exhausted = { kind: 'dead', reason: 'attempts_exhausted' };

describe('an attempt that was answered', () => {
  it.each([200, 201, 202, 204, 226, 299])('with %d is delivered', (status) => {
    expect(decideOutcome(answered(status), 1, policy)).toEqual({ kind: 'delivered' });
  });

  it.each([199, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 409, 422, 425, 429, 451, 499])(
    'with %d is retried',
    (status) => {
      expect(decideOutcome(answered(status), 1, policy)).toEqual(retried);
    },
  );

  it.each([500, 501, 502, 503, 504, 520, 599])('with %d is retried', (status) => {
    expect(decideOutcome(answered(status), 1, policy)).toEqual(retried);
  });

  it.each([1, 5])('with 410 is held, at attempt %d: the endpoint is gone, not the event', (attempt) => {
    expect(decideOutcome(answered(410), attempt, policy)).toEqual({
      kind: 'held',
      reason: 'endpoint_disabled',
    });
  });

  it('with 2xx at the last attempt is delivered', () => {
    expect(decideOutcome(answered(200), 5, policy)).toEqual({ kind: 'delivered' });
  });
});

describe('an attempt that was not answered', () => {
  it.each<PostError>(['timeout', 'dns', 'connection', 'tls', 'protocol'])('for %s is retried', (error) => {
    expect(decideOutcome(failed(error), 1, policy)).toEqual(retried);
  });

  it.each([1, 5])('because its target is refused is dead at once, at attempt %d', (attempt) => {
    expect(decideOutcome(failed('target_refused'), attempt, policy)).toEqual({
      kind: 'dead',
      reason: 'target_refused',
    });
  });
});

describe('the last attempt', () => {
  it.each([5, 6])('of five, number %d, is final when it failed', (attempt) => {
    expect(decideOutcome(answered(503), attempt, policy)).toEqual(exhausted);
    expect(decideOutcome(failed('timeout'), attempt, policy)).toEqual(exhausted);
  });

  it('but one of five is not final', () => {
    expect(decideOutcome(answered(503), 4, policy)).toEqual({ kind: 'retry', afterMs: 480_000 });
  });

  it('of one is the first', () => {
    expect(decideOutcome(answered(503), 1, aRetryPolicy({ maxAttempts: 1 }))).toEqual(exhausted);
  });

  it('is final whatever the receiver asks for', () => {
    expect(decideOutcome(answered(429, { retryAfterMs: 1_000 }), 5, policy)).toEqual(exhausted);
  });
});

describe('the wait before a retry', () => {
  it.each([
    [1, 60_000],
    [2, 120_000],
    [3, 240_000],
    [4, 480_000],
  ])('after attempt %d is %d ms', (attempt, afterMs) => {
    expect(decideOutcome(answered(500), attempt, policy)).toEqual({ kind: 'retry', afterMs });
  });

  it.each([408, 429, 503, 404])('is what the receiver asked for when longer, with %d', (status) => {
    const outcome = decideOutcome(answered(status, { retryAfterMs: 600_000 }), 1, policy);
    expect(outcome).toEqual({ kind: 'retry', afterMs: 600_000 });
  });

  it('is an hour at most, however absurd the receiver', () => {
    const outcome = decideOutcome(answered(503, { retryAfterMs: 9_999_999_999_000 }), 1, policy);
    expect(outcome).toEqual({ kind: 'retry', afterMs: 3_600_000 });
  });

  it('varies by 10% at most', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 4 }),
        (random, attempt) => {
          const planned = policy.schedule[attempt - 1] ?? 0;
          const outcome = decideOutcome(answered(500), attempt, aRetryPolicy({ random: () => random }));
          const afterMs = outcome.kind === 'retry' ? outcome.afterMs : Number.NaN;
          expect(afterMs).toBeGreaterThanOrEqual(planned * 0.9 - 1);
          expect(afterMs).toBeLessThanOrEqual(planned * 1.1 + 1);
        },
      ),
    );
  });
});
