import { DAY_SECONDS } from '../clock.ts';
import {
  longestWait,
  MIN_TIMEOUT_MS,
  parseRetrySchedule,
  type RetrySchedule,
} from '../deliveries/retry-schedule.ts';
import { EVENT_RETENTION_DAYS } from '../events/event.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';
import type { NewClientCertificate } from './tls-field.ts';

/** What a tenant decides of its endpoint. One that is there and undefined is left to the deployment. */
export type EndpointSettings = Partial<
  Pick<
    Endpoint,
    | 'description'
    | 'metadata'
    | 'eventTypes'
    | 'filter'
    | 'headers'
    | 'auth'
    | 'timeoutMs'
    | 'maxAttempts'
    | 'retrySchedule'
    | 'rateLimit'
    | 'drainRate'
  >
> & {
  /** Allowed as a target, by `parseTargetUrl`. */
  readonly targetUrl?: URL;
  /** Checked by `checkedTls`, and stored when it is set. */
  readonly tls?: NewClientCertificate | undefined;
};

/** What the deployment does where an endpoint does not say. */
export type RetryDefaults = {
  readonly schedule: RetrySchedule;
  readonly maxAttempts: number;
  /** Of an attempt; an endpoint may have a shorter one. */
  readonly timeoutMs: number;
};

/**
 * Of settings, those that are changed, within what the deployment allows.
 *
 * @param endpoint as it is with the change
 * @throws EndpointError that names the value and the range
 */
export function requireAllowed(
  changed: EndpointSettings,
  endpoint: EndpointSettings,
  defaults: RetryDefaults,
): void {
  const { timeoutMs } = changed;
  if (timeoutMs !== undefined && timeoutMs > defaults.timeoutMs) {
    throw new EndpointError(
      'timeout_too_long',
      `timeout_ms is ${timeoutMs}; this deployment allows ${MIN_TIMEOUT_MS} to ${defaults.timeoutMs}.`,
    );
  }
  if ('retrySchedule' in changed || 'maxAttempts' in changed) requireWithinRetention(endpoint, defaults);
}

function requireWithinRetention(
  { retrySchedule, maxAttempts }: EndpointSettings,
  defaults: RetryDefaults,
): void {
  const schedule = retrySchedule === undefined ? defaults.schedule : parseRetrySchedule(retrySchedule);
  const attempts = maxAttempts ?? defaults.maxAttempts;
  const days = longestWait(schedule, attempts) / (DAY_SECONDS * 1_000);
  if (days < EVENT_RETENTION_DAYS) return;
  throw new EndpointError(
    'retry_schedule_too_long',
    `With retry_schedule ${retrySchedule ?? "of the deployment's"} and max_attempts ${attempts}, attempts could go on for ${days.toFixed(1)} days, Retry-After included; less than ${EVENT_RETENTION_DAYS} is allowed, for which an event is kept. Make the waits shorter or the attempts fewer.`,
  );
}
