import type { Random } from '@switchyard/core/clock';
import { type Outcome, type RetrySchedule, retryDelay } from '@switchyard/core/deliveries';

/** What one POST came to. */
export type PostResult =
  | {
      readonly kind: 'answered';
      readonly statusCode: number;
      /** What the receiver asked for, in ms from now. */
      readonly retryAfterMs: number | undefined;
      /** The beginning of the answer, 1 KiB at most. */
      readonly responseBody: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly error: PostError;
      readonly detail: string;
      readonly durationMs: number;
    };

/** Why there was no answer. `target_refused` is our own refusal to connect there, `auth` means that no token was had. */
export type PostError =
  | 'timeout'
  | 'dns'
  | 'connection'
  | 'tls'
  | 'protocol'
  | 'target_refused'
  | 'auth'
  /** Ours: it has expired, was not had, or the server does not take it or the lack of it. */
  | 'client_certificate';

/** A request that was made, and when. */
export type MadeRequest = { readonly result: PostResult; readonly startedAt: number };

export type RetryPolicy = {
  readonly schedule: RetrySchedule;
  readonly maxAttempts: number;
  readonly random: Random;
};

export const isSuccess = (result: PostResult): boolean =>
  result.kind === 'answered' && result.statusCode >= 200 && result.statusCode < 300;

/**
 * 2xx is success; 410 disables the endpoint (Standard Webhooks), and the delivery waits for it; a refused address never becomes right by waiting; all
 * else is retried, also 3xx (redirects are not followed) and other 4xx (an endpoint being fixed is the usual cause).
 *
 * @param attempt 1 for the first
 */
export function decideOutcome(result: PostResult, attempt: number, policy: RetryPolicy): Outcome {
  if (result.kind === 'failed' && result.error === 'target_refused')
    return { kind: 'dead', reason: 'target_refused' };
  if (isSuccess(result)) return { kind: 'delivered' };
  if (result.kind === 'answered' && result.statusCode === 410)
    return { kind: 'held', reason: 'endpoint_disabled' };
  if (attempt >= policy.maxAttempts) return { kind: 'dead', reason: 'attempts_exhausted' };
  const retryAfterMs = result.kind === 'answered' ? result.retryAfterMs : undefined;
  return { kind: 'retry', afterMs: retryDelay(policy.schedule, attempt, policy.random, retryAfterMs) };
}
