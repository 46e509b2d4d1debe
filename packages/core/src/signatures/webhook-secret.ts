import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import { SignatureError } from './signature-error.ts';

const PREFIX = 'whsec_';
const CREATED_KEY_BYTES = 32;
// Standard Webhooks 1.0.0 asks for 24 to 64 random bytes.
const MIN_TENANT_KEY_BYTES = 24;
const MAX_TENANT_KEY_BYTES = 64;

/** Decodes base64 in its one canonical, padded spelling; anything else is undefined. */
export function decodeStrictBase64(text: string): Uint8Array | undefined {
  // Node skips characters that are not base64, so a damaged value would quietly become another key.
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** A new signing secret: `whsec_` and the base64 of 32 random bytes. Every Standard Webhooks library reads it. */
export function createWebhookSecret(randomBytes: (size: number) => Uint8Array = cryptoRandomBytes): string {
  return PREFIX + Buffer.from(randomBytes(CREATED_KEY_BYTES)).toString('base64');
}

/**
 * The key inside a Standard Webhooks or Svix secret: the base64-decoded bytes after `whsec_`, which may be absent
 * (Standard Webhooks 1.0.0, and its reference library). For secrets that a third party issued: any length but zero.
 *
 * @throws SignatureError `secret_malformed`; the message does not contain the secret
 */
export function decodeWebhookSecret(secret: string): Uint8Array {
  const key = decodeStrictBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
  if (key === undefined) {
    throw new SignatureError('secret_malformed', `The secret is not ${PREFIX} followed by padded base64.`);
  }
  // An empty key verifies whatever an attacker signs with an empty key.
  if (key.byteLength === 0) {
    throw new SignatureError('secret_malformed', 'The secret holds an empty key.');
  }
  return key;
}

/**
 * The key inside a secret that a tenant may have: as `decodeWebhookSecret`, with `whsec_` required, because the
 * Stripe scheme signs with the whole text, and 24 to 64 bytes long, as Standard Webhooks 1.0.0 asks.
 *
 * @throws SignatureError `secret_malformed`; the message does not contain the secret
 */
export function decodeTenantSecret(secret: string): Uint8Array {
  if (!secret.startsWith(PREFIX)) {
    throw new SignatureError('secret_malformed', `The secret does not begin with ${PREFIX}.`);
  }
  const key = decodeWebhookSecret(secret);
  if (key.byteLength < MIN_TENANT_KEY_BYTES || key.byteLength > MAX_TENANT_KEY_BYTES) {
    throw new SignatureError(
      'secret_malformed',
      `The secret holds a key of ${key.byteLength} bytes; ${MIN_TENANT_KEY_BYTES} to ${MAX_TENANT_KEY_BYTES} are allowed.`,
    );
  }
  return key;
}
