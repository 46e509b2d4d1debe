import { parseDuration } from '@switchyard/core/config';
import { eventTypesSchema as eventTypeListSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { PLAN_NAME } from '@switchyard/core/tenants';
import { MAX_RATE_PER_SECOND } from '@switchyard/dlq-processor/request';
import * as z from 'zod';
import { UsageError } from './errors.ts';

const MAX_LABEL = 100;
const MAX_EXPIRY_MS = 3_650 * 86_400_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

export const textSchema = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !CONTROL.test(text), 'must not contain control characters');

export const labelSchema = textSchema(MAX_LABEL);

export const planSchema = z.string().regex(PLAN_NAME, 'must be 1 to 63 of a-z, 0-9, "-" and "_"');

/** `order.created,refund.*`: each once, in the order given, as the API takes a list of them. */
export const eventTypesSchema = z
  .string()
  .transform((text) => text.split(',').map((type) => type.trim()))
  .pipe(eventTypeListSchema);

/** Written as JSON. */
export const jsonObject = z.string().transform((text, context): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON object' });
    return z.NEVER;
  }
});

export const keyIdSchema = z.string().regex(/^key_[0-9a-z]{1,64}$/, 'a key id looks like key_06…');

/** Milliseconds. */
export const expiresInSchema = z.string().transform((text, context) => {
  try {
    const ms = parseDuration(text);
    if (ms > 0 && ms <= MAX_EXPIRY_MS) return ms;
    context.addIssue({ code: 'custom', message: 'must be more than 0 and at most 3650d' });
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
  return z.NEVER;
});

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

export const timeSchema = z.iso.datetime({
  offset: true,
  error: 'must be a time such as 2026-03-02T09:00:00Z',
});

export const rateSchema = z
  .string()
  .regex(/^\d{1,4}(\.\d{1,3})?$/, 'must be a number a second, such as 5 or 0.5')
  .transform(Number)
  .refine(
    (value) => value > 0 && value <= MAX_RATE_PER_SECOND,
    `must be more than 0 and at most ${MAX_RATE_PER_SECOND}`,
  );

export const flag = z.boolean().default(false);

export const accountSidSchema = z
  .string()
  .regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits');

/** Options of which a command takes one at a time. @throws UsageError */
export function requireOneOf(given: Readonly<Record<string, boolean>>): void {
  if (Object.values(given).filter(Boolean).length === 1) return;
  throw new UsageError(`Give one of ${Object.keys(given).join(', ')}, and only one at a time.`);
}

export const quarantineId = z
  .string()
  .regex(/^[\w.:=-]{1,128}$/, 'must be an id that `quarantine list` shows');

export const quarantineCode = z.string().regex(/^[a-z_]{1,40}$/, 'must be a code such as signature_mismatch');
