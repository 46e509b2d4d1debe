import * as z from 'zod';
import { parseRetrySchedule } from '../deliveries/retry-schedule.ts';

/** Deliveries a second that a drain begins with where an endpoint does not say. */
export const DEFAULT_DRAIN_RATE = 10;

/** However it has grown: a step of a drain is made in a second. */
export const MAX_DRAIN_RATE = 200;

function isSchedule(text: string): boolean {
  try {
    return parseRetrySchedule(text).length > 0;
  } catch {
    return false;
  }
}

/** What a tenant may set of how its endpoint is delivered to; each absent: the deployment's own. */
export const endpointOptionsSchema = z.object({
  /** Limit in ms of one attempt until the status is there. */
  timeoutMs: z.number().int().min(100).max(30_000).optional(),
  maxAttempts: z.number().int().min(1).max(50).optional(),
  /** Waits between attempts, such as `30s,5m,1h`. */
  retrySchedule: z
    .string()
    .max(400)
    .refine(isSchedule, 'must be durations with commas between, such as 30s,5m,1h; each 7d at most')
    .optional(),
  /** Attempts a second at most; absent: no limit. */
  rateLimit: z.number().min(0.01).max(1_000).optional(),
  /** Held deliveries a second that a drain begins with; it grows while they are delivered. */
  drainRate: z.number().min(0.1).max(MAX_DRAIN_RATE).optional(),
});
