import { readBy, wholeNumber } from '../config/variable-types.ts';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseRetrySchedule,
} from './retry-schedule.ts';

/** How often and when a delivery is tried where its endpoint does not say. */
export const retrySettings = {
  RETRY_SCHEDULE: readBy(parseRetrySchedule)
    .default(DEFAULT_RETRY_SCHEDULE)
    .describe('Waits between the attempts of a delivery, such as `30s,5m,1h`; the last one repeats.'),
  MAX_ATTEMPTS: wholeNumber(1, 50)
    .default(DEFAULT_MAX_ATTEMPTS)
    .describe('Attempts of a delivery before it is dead-lettered.'),
  DELIVERY_TIMEOUT_MS: wholeNumber(MIN_TIMEOUT_MS, MAX_TIMEOUT_MS)
    .default(30_000)
    .describe(
      'Limit in milliseconds of one attempt until the status of the answer is there; its body has 2 s more.',
    ),
};
