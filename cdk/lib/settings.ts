import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  LOG_LEVELS,
  parseRetrySchedule,
  SwitchyardError,
} from '@switchyard/core';
import * as z from 'zod';

const PRODUCTION_STAGE = 'prod';

/** Production keeps its data when the stack is deleted, and takes no unproven callbacks. */
export const isProduction = ({ STAGE }: { readonly STAGE: string }): boolean => STAGE === PRODUCTION_STAGE;

const flag = z.enum(['true', 'false']).default('false');

const httpUrl = z
  .string()
  .regex(
    /^https?:\/\/[\w.-]+(:\d{1,5})?(\/[\w.~/-]*[\w.~-])?$/,
    'must be an http or https URL without credentials, query and trailing slash',
  );

function wholeNumber(min: number, max: number) {
  const allowed = `must be a whole number from ${min} to ${max}`;
  // Not z.coerce: that takes an empty text for 0.
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .pipe(z.number().min(min, allowed).max(max, allowed));
}

/** Those of the numbers that CloudWatch Logs takes that are at most a year. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];
const RETENTION_ALLOWED = `must be one of ${LOG_RETENTION_DAYS.join(', ')}`;
const days = z
  .string()
  .regex(/^\d{1,9}$/, RETENTION_ALLOWED)
  .transform(Number)
  .refine((value) => LOG_RETENTION_DAYS.includes(value), RETENTION_ALLOWED);

/** Stages that their names call production, to people only. */
const MISTAKEN_FOR_PRODUCTION = ['production', 'prd', 'live'];

/** What stage prod refuses, whatever else is set. */
const PRODUCTION_RULES = [
  {
    name: 'ALLOW_LOOPBACK_TARGETS',
    allowed: /^false$/,
    message: 'must be false in stage prod: it would let tenants reach the Lambda runtime API',
  },
  {
    name: 'VERIFY_WEBHOOK_SIGNATURES',
    allowed: /^true$/,
    message: 'must be true in stage prod: anybody could make up messages and delivery reports',
  },
  {
    name: 'TWILIO_API_BASE_URL',
    allowed: /^https:/,
    message: 'must be an https URL in stage prod: requests carry the auth token',
  },
  {
    name: 'RESEND_API_BASE_URL',
    allowed: /^https:/,
    message: 'must be an https URL in stage prod: requests carry the API key',
  },
] as const;

/** A function's environment has 4 KB in all, of which queue URLs with long names take 1.5 and the rest up to 1. */
const MAX_FALLBACK_BYTES = 1_024;

/** The deployment's settings: the only reader of the environment in cdk/. `.env` holds them; see .env.example. */
export const settingsSchema = z
  .object({
    PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", beginning with a letter')
      .default('switchyard')
      .describe(
        'Begins the name of the stack, `<PREFIX>-<STAGE>`, and of the function `<PREFIX>-dlq-processor`. One stack for each PREFIX in an account and region: a second stage takes another.',
      ),
    STAGE: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,15}$/, 'must be 2 to 16 of a-z and 0-9, beginning with a letter')
      .refine(
        (stage) => !MISTAKEN_FOR_PRODUCTION.includes(stage),
        `must be ${PRODUCTION_STAGE} for production: no other stage keeps its data and refuses what is unsafe`,
      )
      .default('dev')
      .describe(
        'Names the API stage. `prod` keeps data when the stack is deleted, and refuses settings that are for development only.',
      ),
    HOSTED_ZONE_ID: z
      .string()
      .regex(/^(Z[A-Z0-9]{5,31})?$/, 'must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, or empty')
      .default('')
      .describe(
        'Route 53 zone for `hooks.<zone>` and `receiver.<zone>`; empty: no custom domains. A zone has room for one stack.',
      ),
    HOSTED_ZONE_NAME: z
      .string()
      .regex(
        /^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})?$/,
        'must be a domain name in lower case such as example.com, or empty',
      )
      .default('')
      .describe('Name of that zone.'),
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
    ALLOW_LOOPBACK_TARGETS: flag.describe(
      'Deliver to the machine itself: for the local stack only; refused in stage prod.',
    ),
    VERIFY_WEBHOOK_SIGNATURES: z
      .enum(['true', 'false'])
      .default('true')
      .describe('false lets unproven provider callbacks through; refused in stage prod.'),
    LEGACY_TWILIO_STATUS_SIGNATURE: flag.describe(
      'Also accept `sha256=<hex HMAC of the body>` in X-Twilio-Signature of status callbacks.',
    ),
    LEGACY_RESEND_SIGNATURE: flag.describe(
      'Also accept `sha256=<hex HMAC of the body>` in Resend-Signature.',
    ),
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
    FALLBACK_FROM_EMAIL: z
      .string()
      .regex(
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
    LOG_RETENTION_DAYS: days.default(30).describe('How long logs are kept.'),
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
    if (!isProduction(settings)) return;
    for (const { name, allowed, message } of PRODUCTION_RULES) {
      if (!allowed.test(settings[name])) context.addIssue({ code: 'custom', path: [name], message });
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
      retryable: false,
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
