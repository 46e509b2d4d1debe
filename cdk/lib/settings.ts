import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  parseRetrySchedule,
} from '@switchyard/core/deliveries';
import { SwitchyardError } from '@switchyard/core/errors';
import { LOG_LEVELS } from '@switchyard/core/logging';
import * as z from 'zod';
import {
  isMistakenForProduction,
  isProduction,
  MISTAKEN_MESSAGE,
  PRODUCTION_RULES,
} from './production-rules.ts';
import {
  addressRanges,
  emailAddress,
  flag,
  httpUrl,
  httpUrlOrEmpty,
  oneOf,
  origins,
  text,
  wholeNumber,
} from './setting-types.ts';

/** Those of the numbers that CloudWatch Logs takes that are at most a year. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

/** A function's environment has 4 KB in all, of which queue URLs with long names take 1.5 and the rest up to 1. */
const MAX_FALLBACK_BYTES = 1_024;

/** The deployment's settings: the only reader of the environment in cdk/. `.env` holds them; see .env.example. */
export const settingsSchema = z
  .object({
    PREFIX: text(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", beginning with a letter')
      .default('switchyard')
      .describe(
        'Begins the name of the stack, `<PREFIX>-<STAGE>`, and of the function `<PREFIX>-dlq-processor`. One stack for each PREFIX in an account and region: a second stage takes another.',
      ),
    STAGE: text(/^[a-z][a-z0-9]{1,15}$/, 'must be 2 to 16 of a-z and 0-9, beginning with a letter')
      .refine((stage) => !isMistakenForProduction(stage), MISTAKEN_MESSAGE)
      .default('dev')
      .describe(
        'Names the API stage. `prod` keeps data when the stack is deleted, and refuses settings that are for development only.',
      ),
    HOSTED_ZONE_ID: text(
      /^(Z[A-Z0-9]{5,31})?$/,
      'must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, or empty',
    )
      .default('')
      .describe(
        'Route 53 zone for `hooks.<zone>` and `receiver.<zone>`; empty: no custom domains. A zone has room for one stack.',
      ),
    HOSTED_ZONE_NAME: text(
      /^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})?$/,
      'must be a domain name in lower case such as example.com, or empty',
    )
      .default('')
      .describe('Name of that zone.'),
    DISABLE_EXECUTE_API_ENDPOINT: flag
      .default('false')
      .describe(
        'true: the APIs answer under `hooks.<zone>` and `receiver.<zone>` only, no more under API Gateway’s own names.',
      ),
    API_THROTTLE_RATE: wholeNumber(1, 10_000)
      .default(1_000)
      .describe('Requests a second that each method of the APIs takes; more get 429.'),
    API_THROTTLE_BURST: wholeNumber(1, 5_000)
      .default(500)
      .describe('Requests that each method of the APIs takes at once, above the rate.'),
    CALLBACK_THROTTLE_RATE: wholeNumber(1, 10_000)
      .default(5_000)
      .describe(
        'The same rate for the providers’ callbacks. Be generous: SendGrid drops a mail that gets 429, and Twilio does not send again.',
      ),
    CALLBACK_THROTTLE_BURST: wholeNumber(1, 5_000)
      .default(2_500)
      .describe('The same burst for the providers’ callbacks.'),
    CORS_ORIGINS: origins
      .default([])
      .describe(
        'Origins of web pages that may use the hooks API, such as `https://app.example.com`, with commas between; never with credentials. Empty: any (`*`), but none in stage prod.',
      ),
    ACCESS_LOG_FORMAT: z
      .enum(['clf', 'json'])
      .default('clf')
      .describe('Form of API Gateway’s access log: one line of text a request, or the same as JSON.'),
    API_GATEWAY_LOG_ROLE: flag
      .default('true')
      .describe(
        'Gives API Gateway the role to write logs with, which an account and region has once for all its APIs. false: the account has one.',
      ),
    WAF: flag
      .default('false')
      .describe(
        'true: a web ACL before both APIs: known bad addresses and inputs, and a rate limit by address.',
      ),
    WAF_RATE_LIMIT: wholeNumber(10, 100_000_000)
      .default(100_000)
      .describe(
        'Requests in five minutes that the web ACL lets through from one address; callbacks do not count.',
      ),
    TWILIO_SOURCE_RANGES: addressRanges
      .default([])
      .describe(
        'Address ranges that Twilio’s callbacks must come from, with commas between. Empty: anywhere. Twilio has fixed ones only where its static proxy is bought; the signature is the proof either way.',
      ),
    PROVISIONED_CONCURRENCY: wholeNumber(0, 1_000)
      .default(0)
      .describe('Environments kept warm for each of authorizer, ingest-api and webhook-handler; 0: none.'),
    RETRY_SCHEDULE: z
      .string()
      .default(DEFAULT_RETRY_SCHEDULE)
      .superRefine((text, context) => {
        try {
          parseRetrySchedule(text);
        } catch (error) {
          context.addIssue({
            code: 'custom',
            message: error instanceof Error ? error.message : String(error),
          });
        }
      })
      .describe('Waits between the attempts of a delivery, such as `30s,5m,1h`; the last one repeats.'),
    MAX_ATTEMPTS: wholeNumber(1, 50)
      .default(DEFAULT_MAX_ATTEMPTS)
      .describe('Attempts of a delivery before it is dead-lettered.'),
    DELIVERY_TIMEOUT_MS: wholeNumber(100, 50_000)
      .default(30_000)
      .describe('Limit of one attempt in milliseconds, answer included.'),
    WORKER_MAX_CONCURRENCY: wholeNumber(2, 1_000)
      .default(50)
      .describe('Batches of ten deliveries under way at once.'),
    ALLOW_LOOPBACK_TARGETS: flag
      .default('false')
      .describe('Deliver to the machine itself: for the local stack only; refused in stage prod.'),
    VERIFY_WEBHOOK_SIGNATURES: flag
      .default('true')
      .describe('false lets unproven provider callbacks through; refused in stage prod.'),
    LEGACY_TWILIO_STATUS_SIGNATURE: flag
      .default('false')
      .describe('Also accept `sha256=<hex HMAC of the body>` in X-Twilio-Signature of status callbacks.'),
    LEGACY_RESEND_SIGNATURE: flag
      .default('false')
      .describe('Also accept `sha256=<hex HMAC of the body>` in Resend-Signature.'),
    MESSAGE_ID_MAPPING_STRATEGY: z
      .enum(['database', 'embedded', 'timestamp'])
      .default('database')
      .describe('How a status callback finds the message that it is about.'),
    TIMESTAMP_MATCHING_WINDOW: wholeNumber(1, 86_400)
      .default(300)
      .describe('Seconds around sent_at, for the timestamp strategy.'),
    REPLIES_DELAY_SECONDS: wholeNumber(0, 900)
      .default(30)
      .describe(
        'Wait before a reply is processed, so that what is written in quick succession comes together.',
      ),
    FALLBACK_MESSAGE: z
      .string()
      .refine(
        (text) => Buffer.byteLength(text) <= MAX_FALLBACK_BYTES,
        `must be at most ${MAX_FALLBACK_BYTES} bytes of UTF-8, or empty`,
      )
      .default('')
      .describe(
        'Sent once a day to a sender whom no conversation knows; empty: nothing. `{channel}` is replaced.',
      ),
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
    LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Least severe level that is logged.'),
    LOG_RETENTION_DAYS: oneOf(LOG_RETENTION_DAYS).default(30).describe('How long logs are kept.'),
    CUSTOMER_MANAGED_KEY: flag
      .default('false')
      .describe(
        'true: tables, queues, secrets, logs and alarms are encrypted with a KMS key of this stack. false: with AWS’s own keys, which cost nothing.',
      ),
    ALERT_EMAIL: emailAddress
      .default('')
      .describe('Who is told of alarms; has to confirm once by mail. Empty: nobody, but the topic is there.'),
    RUNBOOK_BASE_URL: httpUrlOrEmpty
      .default('')
      .describe('Where docs/runbooks can be read; stands before the runbook’s name in each alarm.'),
    XRAY_TRACING: flag.default('false').describe('true: X-Ray traces of APIs and functions.'),
  })
  .superRefine((settings, context) => {
    if ((settings.HOSTED_ZONE_ID === '') !== (settings.HOSTED_ZONE_NAME === '')) {
      const path = settings.HOSTED_ZONE_ID === '' ? 'HOSTED_ZONE_ID' : 'HOSTED_ZONE_NAME';
      context.addIssue({
        code: 'custom',
        path: [path],
        message: 'must be set together with the other HOSTED_ZONE_ setting, or both left empty',
      });
    }
    if (settings.DISABLE_EXECUTE_API_ENDPOINT === 'true' && settings.HOSTED_ZONE_ID === '') {
      context.addIssue({
        code: 'custom',
        path: ['DISABLE_EXECUTE_API_ENDPOINT'],
        message: 'must be false without HOSTED_ZONE_ID and HOSTED_ZONE_NAME: nobody could reach the APIs',
      });
    }
    if (!isProduction(settings)) return;
    for (const { name, holds, message } of PRODUCTION_RULES) {
      if (!holds(settings)) context.addIssue({ code: 'custom', path: [name], message });
    }
  });

export type Settings = z.infer<typeof settingsSchema>;

export class SettingsError extends SwitchyardError {
  /** One for each setting that is wrong: its name, its value and what is allowed. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`).join('\n');
    super(`The settings are not usable. Correct them in .env or in the environment:\n${lines}`, {
      code: 'settings_invalid',
    });
    this.problems = problems;
  }
}

/** @throws SettingsError that names each variable, its value and what is allowed */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `${name}=${JSON.stringify(environment[name] ?? '')}: ${message}`;
  });
  throw new SettingsError([...new Set(lines)]);
}
