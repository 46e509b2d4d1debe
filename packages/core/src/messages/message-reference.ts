import { tenantIdSchema } from '../ids/ids.ts';
import { messageIdSchema } from './outbound-message.ts';

export type MessageReference = { readonly tenantId: string; readonly messageId: string };

/** Base64 of the longest tenant id, a colon and the longest message id. Resend's tags take as many. */
export const MAX_REFERENCE_LENGTH = 256;

/**
 * Names a message for everybody, in A-Z, a-z, 0-9, "-" and "_" only: what fits unescaped into the query of a Twilio
 * callback URL and into a Resend tag. It is base64url of `<tenant>:<message>`.
 */
export function encodeMessageReference({ tenantId, messageId }: MessageReference): string {
  return Buffer.from(`${tenantId}:${messageId}`).toString('base64url');
}

/**
 * Reads the encoded form, and `<tenant>:<message>` as a person writes it. A tenant id has no colon, so the first one
 * ends it; base64url has none either, so the two forms cannot be taken for one another.
 *
 * @returns undefined when the text names no message
 */
export function decodeMessageReference(text: string): MessageReference | undefined {
  const plain = text.includes(':') ? text : decodeBase64Url(text);
  const colon = plain.indexOf(':');
  const tenant = tenantIdSchema.safeParse(plain.slice(0, Math.max(colon, 0)));
  const message = messageIdSchema.safeParse(plain.slice(colon + 1));
  return tenant.success && message.success ? { tenantId: tenant.data, messageId: message.data } : undefined;
}

function decodeBase64Url(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  // Node skips what is not base64url; only what it would write itself is taken.
  return bytes.toString('base64url') === text ? bytes.toString('utf8') : '';
}
