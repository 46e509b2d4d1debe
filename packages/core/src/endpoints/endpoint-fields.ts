import * as z from 'zod';
import { isReservedHeader } from './reserved-header.ts';

const MAX_TYPES = 100;
const MAX_PAIRS = 16;
const MAX_HEADERS = 20;
const MAX_HEADER_BYTES = 8 * 1024;

export const visibleText = (max: number, subject = '') =>
  z
    .string(`${subject}must be text`)
    .max(max, `${subject}must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, `${subject}must not contain control characters`);

/** What a tenant writes of its endpoint, as it is checked when it is set. What is stored is read more leniently. */
export const descriptionSchema = visibleText(500);

/** A record of zod's leaves a key out that is called so, instead of refusing it. */
function refuseProto(given: unknown, context: z.RefinementCtx): unknown {
  if (typeof given === 'object' && given !== null && Object.hasOwn(given, '__proto__'))
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'cannot be a name: choose another' });
  return given;
}

/** A record whose wrong keys are named with what is allowed: a record's own check of keys does not say. */
const pairs = <Value extends z.ZodType>(key: z.ZodType<string>, value: Value) =>
  z.preprocess(refuseProto, z.record(z.string(), value)).superRefine((given, context) => {
    const seen = new Map<string, string>();
    for (const name of Object.keys(given)) {
      const { data = name, error } = key.safeParse(name);
      const [issue] = error?.issues ?? [];
      const earlier = seen.get(data);
      seen.set(data, name);
      if (issue !== undefined) context.addIssue({ code: 'custom', path: [name], message: issue.message });
      else if (earlier !== undefined)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `is the same as ${earlier}: give it once`,
        });
    }
  });

const metadataKey = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,39}$/, 'a key must be 1 to 40 of A-Z, a-z, 0-9, "_", "-" and "."');
const metadataValue = visibleText(500, 'a value ');

export const metadataSchema = pairs(metadataKey, metadataValue).refine(
  (given) => Object.keys(given).length <= MAX_PAIRS,
  {
    error: ({ input }) => `must have at most ${MAX_PAIRS} pairs, not ${Object.keys(Object(input)).length}`,
  },
);

/** Pairs to set, and with null those to take away. */
export const metadataChangesSchema = pairs(metadataKey, metadataValue.nullable());

// A star that is not the star of a pattern would be taken for it by a reader, and match nothing.
const EVENT_TYPE = /^(?:\*|[^\s*٭⁎∗✱﹡＊\p{Cc}\p{Cf}\p{Cs}]+(?:(?<!\.)\.\*)?)$/u;
export const MAX_TYPE_LENGTH = 128;

/** One type, and no pattern of several. */
export const exactTypeSchema = z
  .string('must be text')
  .refine((type) => type.length <= MAX_TYPE_LENGTH && EVENT_TYPE.test(type) && !type.endsWith('*'), {
    error: ({ input }) =>
      `${JSON.stringify(input)} must be an event type of 1 to ${MAX_TYPE_LENGTH} characters, without spaces and "*"`,
  });

export const eventTypesSchema = z
  .array(
    z.string('must be text').refine((type) => type.length <= MAX_TYPE_LENGTH && EVENT_TYPE.test(type), {
      error: ({ input }) =>
        `${JSON.stringify(input)} must be an event type of 1 to ${MAX_TYPE_LENGTH} characters, all of a kind such as "order.*", or "*"`,
    }),
  )
  .max(MAX_TYPES, {
    error: ({ input }) => `must be at most ${MAX_TYPES} event types, not ${Object(input).length}`,
  })
  .transform((types) => [...new Set(types)]);

const inLowerCase = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

// Before it is made lower case, which turns the Kelvin sign into a k.
export const headerName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9!#$%&'*+.^_`|~-]{0,63}$/,
    'a name must be 1 to 64 of the characters of a header name',
  )
  .toLowerCase()
  .refine((name) => !isReservedHeader(name), {
    error: ({ input }) =>
      `${JSON.stringify(input)} is set by Switchyard or by HTTP itself, and cannot be chosen`,
  });

export const headerValue = z
  .string('must be text')
  .regex(
    /^[\x21-\x7e](?:[\x20-\x7e]{0,1022}[\x21-\x7e])?$/,
    'a value must be 1 to 1024 printable ASCII characters, without spaces around it',
  );

export const headersSchema = pairs(headerName, headerValue)
  .transform(inLowerCase)
  .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, {
    error: ({ input }) => `must be at most ${MAX_HEADERS} headers, not ${Object.keys(Object(input)).length}`,
  })
  .refine((headers) => Object.entries(headers).flat().join('').length <= MAX_HEADER_BYTES, {
    error: ({ input }) =>
      `must have at most ${MAX_HEADER_BYTES} bytes together, not ${Object.entries(Object(input)).flat().join('').length}`,
  });

/** Headers to set, and with null those to take away. */
export const headerChangesSchema = pairs(headerName, headerValue.nullable()).transform(inLowerCase);
