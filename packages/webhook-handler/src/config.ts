import { byQueueVariable } from '@switchyard/core/channels';
import { commaListSchema, type EnvironmentOf } from '@switchyard/core/config';
import { LOG_LEVELS } from '@switchyard/core/logging';
import * as z from 'zod';

const flag = (description: string) =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .describe(description);
const url = (description: string) => z.url().describe(description);

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of conversations, callbacks, messages and events.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z
    .string()
    .min(1)
    .describe('Table of endpoints: who gets an event made from a callback.'),
  DELIVERY_QUEUE_URL: url('Queue of attempts to make, for events made from callbacks.'),
  ...byQueueVariable(({ content }) => url(`${content}.`)),
  CALLBACK_SPOOL_QUEUE_URL: url('Verified callbacks that could not be recorded when they came.'),
  PROVIDER_SECRETS_ARN: z.string().min(1).describe('Secret with the providers’ tokens and keys.'),
  CALLBACK_BASE_URL: url(
    'Public URL of this API, as it is typed into the providers, without a trailing slash.',
  ),
  VERIFY_WEBHOOK_SIGNATURES: flag('false lets unproven requests through; refused in stage prod.'),
  LEGACY_TWILIO_STATUS_SIGNATURE: flag(
    'Also accept sha256=<hex HMAC of the body> in X-Twilio-Signature of status callbacks.',
  ),
  LEGACY_RESEND_SIGNATURE: flag('Also accept sha256=<hex HMAC of the body> in Resend-Signature.'),
  MESSAGE_ID_MAPPING_STRATEGY: z
    .enum(['database', 'embedded', 'timestamp'])
    .describe('How a status callback finds its message.'),
  TIMESTAMP_MATCHING_WINDOW: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .describe('Seconds around sent_at, for the timestamp strategy.'),
  REPLIES_DELAY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(900)
    .describe('Wait before a reply is processed, so that quick successive messages come together.'),
  FALLBACK_MESSAGE: z
    .string()
    .max(1_024)
    .describe(
      'Sent once a day to a sender whom no conversation knows; empty: nothing is sent. {channel} is replaced.',
    ),
  FALLBACK_FROM_EMAIL: z.string().describe('Sender of fallback mails; empty: none are sent.'),
  TWILIO_API_BASE_URL: url('Twilio’s REST API.'),
  RESEND_API_BASE_URL: url('Resend’s REST API.'),
  CORS_ORIGINS: commaListSchema.describe('Origins of web pages that may read the answers; * for any.'),
  METRICS_NAMESPACE: z.string().min(1).describe('CloudWatch namespace of the metrics.'),
  LOG_LEVEL: z.enum(LOG_LEVELS).describe('Least severe level that is logged.'),
});
export type Environment = EnvironmentOf<typeof configSchema>;
export type Config = z.infer<typeof configSchema>;
