import * as z from 'zod';
import { isReservedHeader } from './reserved-header.ts';

const MAX_TYPES = 100;
const MAX_PAIRS = 16;
const MAX_HEADERS = 20;
const MAX_HEADER_BYTES = 8 * 1024;

/** What a tenant writes of its endpoint, as it is checked when it is set. What is stored is read more leniently. */
export const descriptionSchema = z
  .string()
  .max(500, 'must have at most 500 characters')
  .regex(/^\P{Cc}*$/u, 'must not contain control characters');

/** A record whose wrong keys are named with what is allowed: a record's own check of keys does not say. */
const pairs = <Value extends z.ZodType>(key: z.ZodType<string>, value: Value) =>
  z.record(z.string(), value).superRefine((given, context) => {
    for (const name of Object.keys(given)) {
      const [issue] = key.safeParse(name).error?.issues ?? [];
      if (issue !== undefined) context.addIssue({ code: 'custom', path: [name], message: issue.message });
    }
  });

const metadataKey = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,39}$/, 'a key must be 1 to 40 of A-Z, a-z, 0-9, "_", "-" and "."');
const metadataValue = z.string('must be text').max(500, 'a value must have at most 500 characters');

export const metadataSchema = pairs(metadataKey, metadataValue).refine(
  (pairs) => Object.keys(pairs).length <= MAX_PAIRS,
  `must have at most ${MAX_PAIRS} pairs`,
);

/** Pairs to set, and with null those to take away. */
export const metadataChangesSchema = pairs(metadataKey, metadataValue.nullable());

export const eventTypesSchema = z
  .array(
    z
      .string()
      .regex(
        /^(?:\*|[^\s*\p{Cc}]{1,128}|[^\s*\p{Cc}]{1,126}\.\*)$/u,
        'must be an event type of 1 to 128 characters, all of a kind such as "order.*", or "*"',
      ),
  )
  .max(MAX_TYPES, `must be at most ${MAX_TYPES} event types`)
  .transform((types) => [...new Set(types)]);

const inLowerCase = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const headerName = z
  .string()
  .toLowerCase()
  .regex(
    /^[a-z0-9][a-z0-9!#$%&'*+.^_`|~-]{0,63}$/,
    'a name must be 1 to 64 of the characters of a header name',
  )
  .refine((name) => !isReservedHeader(name), {
    error: ({ input }) =>
      `${JSON.stringify(input)} is set by Switchyard or by HTTP itself, and cannot be chosen`,
  });

const headerValue = z
  .string('must be text')
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/,
    'a value must be 1 to 1024 printable ASCII characters, without spaces around it',
  );

export const headersSchema = pairs(headerName, headerValue)
  .transform(inLowerCase)
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `must be at most ${MAX_HEADERS} headers`)
  .refine(
    (headers) => Object.entries(headers).flat().join('').length <= MAX_HEADER_BYTES,
    `must have at most ${MAX_HEADER_BYTES} bytes together`,
  );

/** Headers to set, and with null those to take away. */
export const headerChangesSchema = pairs(headerName, headerValue.nullable()).transform(inLowerCase);
