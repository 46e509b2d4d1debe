import { type EnvironmentOf, logLevel, metricsNamespace } from '@switchyard/core/config';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  DELIVERY_DLQ_URL: z.url().describe('Queue of deliveries that were given up.'),
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
