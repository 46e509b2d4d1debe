import { type Endpoint, endpointOptionsSchema } from '@switchyard/core/endpoints';
import { descriptionSchema } from '@switchyard/core/endpoints/endpoint-fields';
import type { EndpointSettings } from '@switchyard/core/endpoints/endpoint-settings';
import { filterSchema, storeFilter } from '@switchyard/core/filters';
import * as z from 'zod';
import { UsageError } from '../../errors.ts';
import { eventTypesSchema, jsonObject } from '../../input-schemas.ts';

const { timeoutMs, maxAttempts, retrySchedule, rateLimit, drainRate } = endpointOptionsSchema.shape;

const number = (schema: z.ZodOptional<z.ZodNumber>) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number')
    .transform(Number)
    .pipe(schema.unwrap())
    .optional();

const pair = z.string().regex(/^[^=]+=/, 'must be a name, "=" and a value');

/** What a tenant decides of its endpoint, as it is written on a command line. */
export const settingInputs = {
  description: descriptionSchema.optional(),
  eventTypes: eventTypesSchema.optional(),
  filter: jsonObject.pipe(filterSchema).transform(storeFilter).optional(),
  header: z.array(pair).optional(),
  metadata: z.array(pair).optional(),
  authStdin: z.boolean().optional(),
  clientCertificate: z.string().optional(),
  clientKey: z.string().optional(),
  timeoutMs: number(timeoutMs),
  maxAttempts: number(maxAttempts),
  retrySchedule,
  rateLimit: number(rateLimit),
  drainRate: number(drainRate),
};

export const settingOptions = {
  description: ['<text>', 'what it is for'],
  eventTypes: [
    '<types>',
    'only these types, with commas between, such as order.paid,refund.* (default: all)',
  ],
  filter: ['<json>', 'only payloads that match this pattern, in the syntax of EventBridge (docs/filters.md)'],
  header: ['<name=value>', 'sent with each delivery; may be repeated'],
  metadata: ['<key=value>', 'a pair of your own; may be repeated'],
  authStdin: 'by what the endpoint knows us, as JSON in one line on stdin (docs/endpoint-auth.md)',
  clientCertificate: [
    '<file>',
    'PEM of a certificate that it is shown (mTLS), with those that issued it behind',
  ],
  clientKey: ['<file>', 'PEM of its private key, without a passphrase'],
  timeoutMs: ['<ms>', 'limit of an attempt until the status is there'],
  maxAttempts: ['<count>', 'attempts before a delivery is given up'],
  retrySchedule: ['<waits>', 'waits between attempts, such as 30s,5m,1h; the last one repeats'],
  rateLimit: ['<per-second>', 'attempts a second at most'],
  drainRate: ['<per-second>', 'held deliveries a second when they are sent on'],
} as const;

type SettingInput = z.output<z.ZodObject<typeof settingInputs>>;
type Settings = Omit<EndpointSettings, 'targetUrl' | 'headers' | 'metadata' | 'auth' | 'tls'>;

/** Those that were given. */
export function settingsOf(input: SettingInput): Settings {
  const { description, eventTypes, filter, timeoutMs, maxAttempts, retrySchedule, rateLimit, drainRate } =
    input;
  const named = {
    description,
    eventTypes,
    filter,
    timeoutMs,
    maxAttempts,
    retrySchedule,
    rateLimit,
    drainRate,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/**
 * Reads `name=value` pairs by the schema that the API has for them.
 *
 * @throws UsageError
 */
export function pairsOf<Value>(
  option: 'header' | 'metadata',
  given: readonly string[] | undefined,
  schema: z.ZodType<Readonly<Record<string, Value>>>,
  read: (text: string) => unknown = (text) => text,
): Readonly<Record<string, Value>> | undefined {
  if (given === undefined) return undefined;
  const split = given.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  const names = split.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--${option} gives ${JSON.stringify(twice)} twice.`);
  const parsed = schema.safeParse(Object.fromEntries(split.map(([name, value]) => [name, read(value)])));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${JSON.stringify(path.join('.'))}: ${message}`,
  );
  throw new UsageError(`--${option}: ${problems.join('; ')}`, 'usage', parsed.error);
}

/** What `--clear` takes, and the setting that it clears. */
export const CLEARABLE = {
  description: 'description',
  'event-types': 'eventTypes',
  filter: 'filter',
  headers: 'headers',
  metadata: 'metadata',
  auth: 'auth',
  tls: 'tls',
  'timeout-ms': 'timeoutMs',
  'max-attempts': 'maxAttempts',
  'retry-schedule': 'retrySchedule',
  'rate-limit': 'rateLimit',
  'drain-rate': 'drainRate',
} as const satisfies Readonly<Record<string, keyof Endpoint>>;

export const ifMatchInput = z.string().max(1_024).optional();
export const ifMatchOption = [
  '<etag>',
  'only if it is still as `endpoints show` told; refused when it was changed since',
] as const;
