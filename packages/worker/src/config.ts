import {
  allowLoopbackTargets,
  clientCertificatesPrefix,
  type EnvironmentOf,
  logLevel,
  metricsNamespace,
  parseDuration,
  readBy,
  wholeNumber,
} from '@switchyard/core/config';
import {
  MAX_DELAY_SECONDS,
  MAX_TIMEOUT_MS,
  parseRetrySchedule,
  type RetrySchedule,
} from '@switchyard/core/deliveries';
import { retrySettings } from '@switchyard/core/retry-settings';
import * as z from 'zod';

/** How long the function may run: one attempt of the longest allowed, and 10 s for the reads and writes around it. */
export const TIMEOUT_SECONDS = MAX_TIMEOUT_MS / 1_000 + 10;

/** Deliveries that the function is handed at a time: as many as SQS hands out at once. */
export const BATCH_SIZE = 10;

/** One message of a probe waits for as long as SQS can delay it. */
function parseProbeSchedule(text: string): RetrySchedule {
  const waits = parseRetrySchedule(text);
  if (waits.every((wait) => wait <= MAX_DELAY_SECONDS * 1_000)) return waits;
  throw new RangeError(`a wait of "${text}" is too long: ${MAX_DELAY_SECONDS / 60}m at most`);
}

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  DELIVERY_DLQ_URL: z.url().describe('Queue of deliveries that were given up.'),
  SLOW_QUEUE_URL: z.url().describe('Queue of attempts to make at slow endpoints.'),
  CONTROL_QUEUE_URL: z
    .url()
    .describe('Queue of what is to be done about endpoints, and of steps of replays.'),
  ENDPOINT_EVENTS_TOPIC_ARN: z.string().min(1).describe('Topic by which the operator hears of endpoints.'),
  ...retrySettings,
  SLOW_AFTER_MS: wholeNumber(10, MAX_TIMEOUT_MS)
    .default(1_000)
    .describe(
      'Milliseconds after which an attempt marks its endpoint as slow: its deliveries are then made beside the others, in a lane of their own. One that has been quick of late is marked after a quarter of that, until it answers.',
    ),
  ENDPOINT_CONCURRENCY: wholeNumber(1, 10)
    .default(5)
    .describe(
      'Requests to one endpoint that a batch of ten deliveries makes at once; more go to the slow lane.',
    ),
  BREAKER_FAILURES: wholeNumber(1, 10_000)
    .default(20)
    .describe('Failures of an endpoint in a row from which on its deliveries are held instead of tried.'),
  BREAKER_PERIOD: readBy(parseDuration)
    .default('60s')
    .describe('How far those failures must go back at least.'),
  PROBE_SCHEDULE: readBy(parseProbeSchedule)
    .default('30s,1m,2m,4m,8m,15m')
    .describe(
      'Waits between the requests by which a failing endpoint is tried again, 15m at most; the last one repeats.',
    ),
  ENDPOINT_DISABLE_AFTER: readBy(parseDuration)
    .default('5d')
    .describe('An endpoint that has failed for so long is disabled; its deliveries stay held.'),
  HELD_RETENTION_DAYS: wholeNumber(1, 365)
    .default(30)
    .describe(
      'Days that a delivery is held at most, and its event kept for it; then it becomes a dead letter with the reason `held_too_long`.',
    ),
  HEALTH_FLUSH_INTERVAL: readBy(parseDuration)
    .default('60s')
    .describe(
      'How often a worker that is busy writes down what it has counted of endpoints; it costs a write unit for each of them. `0s`: with each batch.',
    ),
  CLIENT_CERTIFICATES_PREFIX: clientCertificatesPrefix,
  ALLOW_LOOPBACK_TARGETS: allowLoopbackTargets,
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
