import { type EnvironmentOf, flag, logLevel, metricsNamespace, wholeNumber } from '@switchyard/core/config';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  parseRetrySchedule,
} from '@switchyard/core/deliveries';
import * as z from 'zod';

/** How long the function may run: one attempt of the longest allowed, and 10 s for the reads and writes around it. */
export const TIMEOUT_SECONDS = 60;
const MAX_DELIVERY_TIMEOUT_MS = (TIMEOUT_SECONDS - 10) * 1_000;

/** Deliveries that the function is handed at a time: as many as SQS hands out at once. */
export const BATCH_SIZE = 10;

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  DELIVERY_DLQ_URL: z.url().describe('Queue of deliveries that were given up.'),
  RETRY_SCHEDULE: z
    .string()
    .default(DEFAULT_RETRY_SCHEDULE)
    .superRefine((text, context) => {
      try {
        parseRetrySchedule(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      }
    })
    .describe('Waits between the attempts of a delivery, such as `30s,5m,1h`; the last one repeats.'),
  MAX_ATTEMPTS: wholeNumber(1, 50)
    .default(DEFAULT_MAX_ATTEMPTS)
    .describe('Attempts of a delivery before it is dead-lettered.'),
  DELIVERY_TIMEOUT_MS: wholeNumber(100, MAX_DELIVERY_TIMEOUT_MS)
    .default(30_000)
    .describe(
      'Limit in milliseconds of one attempt until the status of the answer is there; its body has 2 s more.',
    ),
  ALLOW_LOOPBACK_TARGETS: flag
    .default(false)
    .describe('Deliver to the machine itself: for the local stack only; refused in stage prod.'),
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
