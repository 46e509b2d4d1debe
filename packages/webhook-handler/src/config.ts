import { byQueueVariable } from '@switchyard/core/channels';
import {
  commaListSchema,
  type EnvironmentOf,
  flag,
  httpUrl,
  logLevel,
  metricsNamespace,
  text,
  wholeNumber,
} from '@switchyard/core/config';
import { MAX_DELAY_SECONDS } from '@switchyard/core/deliveries';
import { MESSAGE_LEASE_MS } from '@switchyard/core/received-messages';
import * as z from 'zod';

/**
 * How long the functions may run: as long as a message is leased, for whoever outlived the lease would route it a
 * second time. Twilio waits 15 s in all; an answer after that reaches nobody.
 */
export const TIMEOUT_SECONDS = MESSAGE_LEASE_MS / 1_000;

/** A function's environment has 4 KB in all, of which queue URLs with long names take 1.5 and the rest up to 1. */
export const MAX_FALLBACK_BYTES = 1_024;

const fallbackText = z
  .string()
  .refine(
    (text) => Buffer.byteLength(text) <= MAX_FALLBACK_BYTES,
    `must be at most ${MAX_FALLBACK_BYTES} bytes of UTF-8, or empty`,
  )
  .default('');
const ofChannel = (channel: string) =>
  fallbackText.describe(`The same on ${channel}, where it is to be another text; empty: FALLBACK_MESSAGE.`);
const dailyLimit = (defaultLimit: number, what: string) =>
  wholeNumber(0, 1_000_000)
    .default(defaultLimit)
    .describe(`Fallbacks that may be sent in a day (UTC) ${what}; 0: none.`);

export const configSchema = z.object({
  EVENTS_TABLE: z.string().min(1).describe('Table of conversations, callbacks, messages and events.'),
  TENANT_WEBHOOK_CONFIG_TABLE: z
    .string()
    .min(1)
    .describe('Table of endpoints: who gets an event made from a callback.'),
  DELIVERY_QUEUE_URL: z.url().describe('Queue of attempts to make, for events made from callbacks.'),
  ...byQueueVariable(({ content }) => z.url().describe(`${content}.`)),
  CALLBACK_SPOOL_QUEUE_URL: z
    .url()
    .describe('Callbacks that could not be recorded when they came, and what one run does not take.'),
  PROVIDER_SECRETS_ARN: z.string().min(1).describe('Secret with the providers’ tokens and keys.'),
  CALLBACK_BASE_URL: z
    .url()
    .describe('Public URL of this API, as it is typed into the providers, without a trailing slash.'),
  VERIFY_WEBHOOK_SIGNATURES: flag
    .default(true)
    .describe('false lets unproven provider callbacks through; refused in stage prod.'),
  LEGACY_TWILIO_STATUS_SIGNATURE: flag
    .default(false)
    .describe('Also accept `sha256=<hex HMAC of the body>` in X-Twilio-Signature of status callbacks.'),
  LEGACY_RESEND_SIGNATURE: flag
    .default(false)
    .describe('Also accept `sha256=<hex HMAC of the body>` in Resend-Signature.'),
  MESSAGE_ID_MAPPING_STRATEGY: z
    .enum(['database', 'embedded', 'timestamp'])
    .default('database')
    .describe('How a status callback finds the message that it is about.'),
  TIMESTAMP_MATCHING_WINDOW: wholeNumber(1, 86_400)
    .default(3_600)
    .describe('Seconds around sent_at, for the timestamp strategy.'),
  REPLIES_DELAY_SECONDS: wholeNumber(0, MAX_DELAY_SECONDS)
    .default(30)
    .describe(
      'Wait before a reply is processed, so that what is written in quick succession comes together.',
    ),
  FALLBACK_MESSAGE: fallbackText.describe(
    'Sent once a day to a sender whom no conversation knows; empty: nothing. `{channel}` is replaced.',
  ),
  FALLBACK_MESSAGE_WHATSAPP: ofChannel('WhatsApp'),
  FALLBACK_MESSAGE_SMS: ofChannel('SMS'),
  FALLBACK_MESSAGE_EMAIL: ofChannel('email'),
  FALLBACK_DEFAULT_TEXT: flag
    .default(false)
    .describe('true: where neither text is set, a text that is ready says that nobody reads here.'),
  FALLBACK_DAILY_LIMIT: dailyLimit(1_000, 'over all'),
  FALLBACK_DAILY_LIMIT_PER_TENANT: dailyLimit(
    500,
    'for one tenant, and for all numbers and mailboxes that are nobody’s',
  ),
  FALLBACK_DAILY_LIMIT_PER_DESTINATION: dailyLimit(100, 'for one tenant to one country or mail domain'),
  FALLBACK_FROM_EMAIL: text(
    /^(?!.{257})([^\s@<>,]+@[^\s@<>,]+|[^\r\n@<>]+ <[^\s@<>,]+@[^\s@<>,]+>)?$/,
    'must be an address such as hello@example.com or Example <hello@example.com>, or empty',
  )
    .default('')
    .describe('Sender of fallback mails; empty: none are sent.'),
  TWILIO_API_BASE_URL: httpUrl
    .default('https://api.twilio.com')
    .describe('Twilio’s REST API, for fallback messages; https in stage prod.'),
  RESEND_API_BASE_URL: httpUrl
    .default('https://api.resend.com')
    .describe('Resend’s REST API, for fallback mails; https in stage prod.'),
  CORS_ORIGINS: commaListSchema.describe('Origins of web pages that may read the answers; * for any.'),
  METRICS_NAMESPACE: metricsNamespace,
  LOG_LEVEL: logLevel,
});
export type Environment = EnvironmentOf<typeof configSchema>;
export type Config = z.infer<typeof configSchema>;
