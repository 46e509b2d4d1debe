import {
  allowLoopbackTargets,
  clientCertificatesPrefix,
  commaListSchema,
  type EnvironmentOf,
  httpUrl,
  logLevel,
  metricsNamespace,
} from '@switchyard/core/config';
import { retrySettings } from '@switchyard/core/retry-settings';
import * as z from 'zod';

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of events and deliveries.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z.string().min(1).describe('Table of endpoints.'),
  TENANT_IDENTITY_TABLE: z
    .string()
    .min(1)
    .describe('Table of API keys, to which those of links to the portal are added.'),
  PUBLIC_URL: httpUrl.describe('The API’s own address, with which links to the portal begin.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make.'),
  CONTROL_QUEUE_URL: z
    .url()
    .describe('Queue of what is to be done about endpoints, and of steps of replays.'),
  ...retrySettings,
  CLIENT_CERTIFICATES_PREFIX: clientCertificatesPrefix,
  CLIENT_CERTIFICATES_KEY: z
    .string()
    .default('')
    .describe('ARN of the KMS key that their secrets are encrypted with; empty: AWS’s own.'),
  ALLOW_LOOPBACK_TARGETS: allowLoopbackTargets,
  CORS_ORIGINS: commaListSchema.describe('Origins of web pages that may read the answers; * for any.'),
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
