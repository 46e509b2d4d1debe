import { DAY_SECONDS } from '../clock.ts';
import { longestWait, parseRetrySchedule, type RetrySchedule } from '../deliveries/retry-schedule.ts';
import { EVENT_RETENTION_DAYS } from '../events/event.ts';
import type { Endpoint } from './endpoint.ts';
import { EndpointError } from './endpoint-error.ts';

/** What a tenant decides of its endpoint. One that is there and undefined is left to the deployment. */
export type EndpointSettings = Partial<
  Pick<
    Endpoint,
    | 'description'
    | 'metadata'
    | 'eventTypes'
    | 'filter'
    | 'headers'
    | 'timeoutMs'
    | 'maxAttempts'
    | 'retrySchedule'
    | 'rateLimit'
    | 'drainRate'
  >
> & {
  /** Allowed as a target, by `parseTargetUrl`. */
  readonly targetUrl?: URL;
};

/** What the deployment does where an endpoint does not say. */
export type RetryDefaults = { readonly schedule: RetrySchedule; readonly maxAttempts: number };

/** @throws EndpointError when the attempts could go on for longer than the event is kept */
export function requireWithinRetention(
  { retrySchedule, maxAttempts }: Pick<Endpoint, 'retrySchedule' | 'maxAttempts'>,
  defaults: RetryDefaults,
): void {
  const schedule = retrySchedule === undefined ? defaults.schedule : parseRetrySchedule(retrySchedule);
  const attempts = maxAttempts ?? defaults.maxAttempts;
  const days = longestWait(schedule, attempts) / (DAY_SECONDS * 1_000);
  if (days < EVENT_RETENTION_DAYS) return;
  throw new EndpointError(
    'retry_schedule_too_long',
    `With ${attempts} attempts this retry schedule could take ${days.toFixed(1)} days, Retry-After included; an event is kept for ${EVENT_RETENTION_DAYS}. Make the waits shorter or the attempts fewer.`,
  );
}
