import { type EnvironmentOf, logLevel, metricsNamespace } from '@switchyard/core/config';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  DELIVERY_DLQ_URL: z.url().describe('Queue of deliveries that were given up.'),
  CONTROL_QUEUE_URL: z
    .url()
    .describe('Queue of what is to be done about endpoints, and of steps of replays.'),
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
