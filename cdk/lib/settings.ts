import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  LOG_LEVELS,
  parseRetrySchedule,
  SwitchyardError,
} from '@switchyard/core';
import * as z from 'zod';

const flag = z.enum(['true', 'false']).default('false');
const days = z.coerce
  .number()
  .refine(
    (value) => LOG_RETENTION_DAYS.includes(value),
    `CloudWatch keeps logs for one of ${[1, 3, 5, 7, 14, 30, 60, 90, 180, 365].join(', ')} days`,
  );
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365];

/** The deployment's settings: the only reader of the environment in cdk/. `.env` holds them; see .env.example. */
export const settingsSchema = z
  .object({
    PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", beginning with a letter')
      .default('switchyard')
      .describe('Begins the name of the stack and of the dlq-processor function.'),
    STAGE: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,15}$/, 'must be 2 to 16 of a-z and 0-9, beginning with a letter')
      .default('dev')
      .describe('Names the API stage. `prod` keeps data when the stack is deleted.'),
    HOSTED_ZONE_ID: z
      .union([
        z.literal(''),
        z
          .string()
          .regex(/^Z[A-Z0-9]{5,31}$/, 'must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, or empty'),
      ])
      .default('')
      .describe('Route 53 zone for hooks.<zone> and receiver.<zone>; empty: no custom domains.'),
    HOSTED_ZONE_NAME: z
      .union([
        z.literal(''),
        z
          .string()
          .regex(
            /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
            'must be a domain name such as example.com, or empty',
          ),
      ])
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
      .describe('Waits between the attempts of a delivery; the last one repeats.'),
    MAX_ATTEMPTS: z.coerce
      .number()
      .int()
      .min(1)
      .max(50)
      .default(DEFAULT_MAX_ATTEMPTS)
      .describe('Attempts of a delivery before it is dead-lettered.'),
    DELIVERY_TIMEOUT_MS: z.coerce
      .number()
      .int()
      .min(100)
      .max(50_000)
      .default(30_000)
      .describe('Limit of one attempt in milliseconds, answer included.'),
    WORKER_MAX_CONCURRENCY: z.coerce
      .number()
      .int()
      .min(2)
      .max(1_000)
      .default(50)
      .describe('Batches of ten deliveries under way at once.'),
    ALLOW_LOOPBACK_TARGETS: flag.describe('Deliver to the machine itself: for the local stack only.'),
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
    if (settings.STAGE === 'prod' && settings.ALLOW_LOOPBACK_TARGETS === 'true') {
      context.addIssue({
        code: 'custom',
        path: ['ALLOW_LOOPBACK_TARGETS'],
        message: 'must be false in stage prod: it would let tenants reach the Lambda runtime API',
      });
    }
  });

export type Settings = z.infer<typeof settingsSchema>;

export class SettingsError extends SwitchyardError {
  constructor(lines: readonly string[]) {
    super(`The settings are not usable. Correct them in .env or in the environment:\n${lines.join('\n')}`, {
      code: 'settings_invalid',
      retryable: false,
    });
  }
}

/** @throws SettingsError that names each variable, its value and what is allowed */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(environment);
  if (result.success) return result.data;
  throw new SettingsError(
    result.error.issues.map(({ path, message }) => {
      const name = path.join('.');
      return `  ${name}=${JSON.stringify(environment[name] ?? '')}: ${message}`;
    }),
  );
}
