import type { EnvironmentOf } from '@switchyard/core/config';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  parseRetrySchedule,
} from '@switchyard/core/deliveries';
import { LOG_LEVELS } from '@switchyard/core/logging';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  DELIVERY_DLQ_URL: z.url().describe('Queue of deliveries that were given up.'),
  RETRY_SCHEDULE: z
    .string()
    .default(DEFAULT_RETRY_SCHEDULE)
    .transform((text, context) => {
      try {
        return parseRetrySchedule(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    })
    .describe('Waits between attempts, such as 1m,2m,4m,8m,16m.'),
  MAX_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(DEFAULT_MAX_ATTEMPTS)
    .describe('Attempts before the dead-letter queue.'),
  DELIVERY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(50_000)
    .describe('Limit of one attempt until the status of the answer is there; its body has 2 s more.'),
  ALLOW_LOOPBACK_TARGETS: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .describe('Deliver to this machine too: for the local stack.'),
  METRICS_NAMESPACE: z.string().min(1).describe('CloudWatch namespace of the metrics.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).describe('Least severe level that is logged.'),
});
export type Environment = EnvironmentOf<typeof configSchema>;
