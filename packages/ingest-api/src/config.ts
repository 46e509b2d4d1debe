import { commaListSchema, type EnvironmentOf } from '@switchyard/core/config';
import { LOG_LEVELS } from '@switchyard/core/logging';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  CORS_ORIGINS: commaListSchema.describe('Origins of web pages that may read the answers; * for any.'),
  METRICS_NAMESPACE: z.string().min(1).describe('CloudWatch namespace of the metrics.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).describe('Least severe level that is logged.'),
});
export type Environment = EnvironmentOf<typeof configSchema>;
