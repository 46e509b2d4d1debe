import type { Random } from '../clock.ts';
import { parseDuration } from '../config/duration.ts';

/** Waits between attempts, in milliseconds; the last one repeats when there are more attempts than waits. */
export type RetrySchedule = readonly number[];

export const DEFAULT_RETRY_SCHEDULE = '1m,2m,4m,8m,16m';
export const DEFAULT_MAX_ATTEMPTS = 5;

/** Limits in ms of an attempt that a deployment or an endpoint may set. The worker runs 10 s longer than the longest. */
export const MIN_TIMEOUT_MS = 100;
export const MAX_TIMEOUT_MS = 50_000;

/** Each wait varies by this part of itself, so that endpoints that failed together are not called together. */
export const JITTER = 0.1;

/** A receiver's `Retry-After` is honoured up to this long. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

/** With the default number of attempts, the waits then still end before the event's 30 days do. */
const MAX_WAIT = '7d';

/**
 * Reads `1m,2m,4m`.
 *
 * @throws RangeError when empty or too long, or when a part is not a duration or too long
 */
export function parseRetrySchedule(text: string): RetrySchedule {
  const waits = text.split(',').map((part) => {
    const wait = parseDuration(part);
    if (wait <= parseDuration(MAX_WAIT)) return wait;
    throw new RangeError(`A wait of ${part.trim()} is too long: ${MAX_WAIT} at most`);
  });
  if (waits.length > 50)
    throw new RangeError(`a retry schedule of ${waits.length} waits is too long: 50 at most`);
  return waits;
}

/**
 * The longest that the waits between all attempts of a delivery can be together, jitter and `Retry-After` included.
 *
 * @returns milliseconds
 */
export function longestWait(schedule: RetrySchedule, maxAttempts: number): number {
  const waits = Array.from({ length: maxAttempts - 1 }, (_, index) => plannedWait(schedule, index + 1));
  return waits.reduce((sum, wait) => sum + Math.max(wait * (1 + JITTER), MAX_RETRY_AFTER_MS), 0);
}

const plannedWait = (schedule: RetrySchedule, attempt: number): number =>
  schedule[Math.min(attempt, schedule.length) - 1] ?? 0;

/**
 * How long to wait after attempt number `attempt` failed.
 *
 * @param attempt 1 for the first
 * @param retryAfterMs what the receiver asked for; it lengthens the wait, never shortens it
 * @returns milliseconds
 */
export function retryDelay(
  schedule: RetrySchedule,
  attempt: number,
  random: Random,
  retryAfterMs: number | undefined,
): number {
  const planned = plannedWait(schedule, attempt);
  const jittered = Math.round(planned * (1 - JITTER + 2 * JITTER * random()));
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}
