import { DAY_MS, NOW } from '@switchyard/core/testing';
import type { BreakerPolicy } from '../src/breaker.ts';
import type { PostError, PostResult, RetryPolicy } from '../src/decide-outcome.ts';

export function answered(
  statusCode: number,
  changes: Partial<Extract<PostResult, { kind: 'answered' }>> = {},
): PostResult {
  return {
    kind: 'answered',
    statusCode,
    retryAfterMs: undefined,
    responseBody: '',
    durationMs: 12,
    ...changes,
  };
}

export function failed(error: PostError): PostResult {
  return { kind: 'failed', error, detail: 'EXAMPLE', durationMs: 12 };
}

export function aRetryPolicy(changes: Partial<RetryPolicy> = {}): RetryPolicy {
  return { schedule: [60_000, 120_000, 240_000, 480_000], maxAttempts: 5, random: () => 0.5, ...changes };
}

export function aBreakerPolicy(changes: Partial<BreakerPolicy> = {}): BreakerPolicy {
  return {
    failures: 20,
    periodMs: 60_000,
    probeSchedule: [30_000, 60_000, 120_000],
    disableAfterMs: 5 * DAY_MS,
    ...changes,
  };
}

export const made = (result: PostResult) => ({ result, startedAt: NOW });
