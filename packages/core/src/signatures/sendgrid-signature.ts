import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { requireSecrets } from './require-secrets.ts';
import { SignatureError } from './signature-error.ts';
import { decodeStrictBase64 } from './webhook-secret.ts';

/** Header names, in lower case; Inbound Parse and the Event Webhook use the same. */
export const SENDGRID_SIGNATURE_HEADER = 'x-twilio-email-event-webhook-signature';
export const SENDGRID_TIMESTAMP_HEADER = 'x-twilio-email-event-webhook-timestamp';

export type VerifySendGridInput = {
  /** The body's bytes as received; for multipart with its boundaries. */
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  /** As SendGrid shows them: base64 of a P-256 key's SubjectPublicKeyInfo. Any may match. */
  readonly publicKeys: readonly string[];
  /**
   * Seconds. Absent: any age, because SendGrid documents neither a tolerance nor whether a retry, which comes for
   * up to 72 h, is signed anew.
   */
  readonly maxAge?: { readonly now: number; readonly seconds: number };
};

export type VerifiedSendGrid = { readonly timestamp: number; readonly matchedKeyIndex: number };

function decodePublicKey(text: string): KeyObject {
  const malformed = 'A configured SendGrid public key is not the base64 of a P-256 public key.';
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(decodeStrictBase64(text) ?? []), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new SignatureError('secret_malformed', malformed, { cause });
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new SignatureError('secret_malformed', malformed);
  return key;
}

/**
 * Verifies a signed SendGrid Inbound Parse or Event Webhook request: ECDSA on P-256, DER in base64, over SHA-256 of
 * the timestamp's text followed directly by the body's bytes (SendGrid's event webhook security page).
 *
 * Works on bytes where SendGrid's own helper reads the body as UTF-8, and so refuses genuine mail with attachments.
 * Nothing here protects against replay: de-duplicate by `sg_event_id`, or by `Message-ID` and recipient.
 *
 * @throws SignatureError
 */
export function verifySendGrid(input: VerifySendGridInput): VerifiedSendGrid {
  const { rawBody, signature, timestamp, publicKeys, maxAge } = input;
  requireSecrets(publicKeys, 'SendGrid public key');
  const keys = publicKeys.map(decodePublicKey);
  if (!signature || !timestamp) {
    throw new SignatureError(
      'header_missing',
      'The request lacks the SendGrid signature or timestamp header.',
    );
  }
  // Nothing separates timestamp and body in the signed bytes: with a free length, digits could move from one to the
  // other under the same signature. Seconds have ten digits from 2001 to 2286.
  if (!/^\d{10}$/.test(timestamp)) {
    throw new SignatureError(
      'header_malformed',
      'The SendGrid timestamp is not ten digits of seconds since the epoch.',
    );
  }
  const der = decodeStrictBase64(signature);
  if (der === undefined) {
    throw new SignatureError('header_malformed', 'The SendGrid signature is not padded base64.');
  }
  const content = Buffer.concat([Buffer.from(timestamp, 'ascii'), rawBody]);
  const matchedKeyIndex = keys.findIndex((key) => verify('sha256', content, key, der));
  if (matchedKeyIndex === -1) {
    throw new SignatureError(
      'signature_mismatch',
      'The SendGrid signature does not match the timestamp and body.',
    );
  }
  const seconds = Number(timestamp);
  if (maxAge !== undefined && !(maxAge.now - seconds <= maxAge.seconds)) {
    throw new SignatureError(
      'timestamp_too_old',
      `The request was signed ${maxAge.now - seconds} s ago; at most ${maxAge.seconds} s are allowed.`,
    );
  }
  return { timestamp: seconds, matchedKeyIndex };
}
