import * as z from 'zod';
import { headerName, headerValue } from './endpoint-fields.ts';

/** Without control characters, and never repeated in an error: it may be a secret. */
const secretText = (max: number) =>
  z
    .string('must be text')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

const basic = z.strictObject({
  type: z.literal('basic'),
  // RFC 7617: the first colon ends the name.
  username: secretText(256).regex(/^[^:]+$/, 'must be 1 to 256 characters without ":"'),
  password: secretText(1_024),
});

const header = z.strictObject({ type: z.literal('header'), name: headerName, value: headerValue });

/** How a tenant writes it; all of it at once, since it is never shown to be completed. */
export const authFieldSchema = z.discriminatedUnion('type', [basic, header], {
  error: 'must be an object whose type is "basic" or "header"',
});
