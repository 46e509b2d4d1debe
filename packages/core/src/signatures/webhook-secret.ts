import {
  createPrivateKey,
  createPublicKey,
  randomBytes as cryptoRandomBytes,
  type KeyObject,
} from 'node:crypto';
import { SignatureError } from './signature-error.ts';

const PREFIX = 'whsec_';
const CREATED_KEY_BYTES = 32;
const PRIVATE_KEY_PREFIX = 'whsk_';
export const PUBLIC_KEY_PREFIX = 'whpk_';
/** Of a seed, and of a public key. */
const ED25519_BYTES = 32;
// RFC 8410: what stands before the seed in PKCS #8.
const PKCS8_START = Buffer.from('302e020100300506032b657004220420', 'hex');
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

/** By which of the two a delivery is signed: what both sides know, or what only the sender knows. */
export const SIGNATURE_KINDS = ['hmac', 'ed25519'] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

export const signatureKindOf = (secret: string): SignatureKind =>
  secret.startsWith(PRIVATE_KEY_PREFIX) ? 'ed25519' : 'hmac';

/** A new secret of that kind: `whsec_…`, or `whsk_` and the base64 of a seed and its public key, as Svix writes it. */
export function createSecretOf(kind: SignatureKind, randomBytes: (size: number) => Uint8Array): string {
  switch (kind) {
    case 'hmac':
      return createWebhookSecret(randomBytes);
    case 'ed25519': {
      const seed = randomBytes(ED25519_BYTES);
      const pair = Buffer.concat([seed, publicBytesOf(privateKeyOf(seed))]);
      return PRIVATE_KEY_PREFIX + pair.toString('base64');
    }
  }
}

/**
 * The key inside `whsk_…`.
 *
 * @throws SignatureError `secret_malformed`; the message does not contain the key
 */
export function decodeWebhookPrivateKey(text: string): KeyObject {
  const pair = decodeStrictBase64(text.slice(PRIVATE_KEY_PREFIX.length));
  if (!text.startsWith(PRIVATE_KEY_PREFIX) || pair?.byteLength !== 2 * ED25519_BYTES) {
    throw new SignatureError(
      'secret_malformed',
      `The private key is not ${PRIVATE_KEY_PREFIX} followed by the base64 of ${2 * ED25519_BYTES} bytes, a seed and its public key.`,
    );
  }
  const key = privateKeyOf(pair.subarray(0, ED25519_BYTES));
  if (publicBytesOf(key).equals(pair.subarray(ED25519_BYTES))) return key;
  throw new SignatureError('secret_malformed', 'The private key holds the public key of another one.');
}

/** `whpk_…` of a `whsk_…`: what those need who verify. */
export function publicKeyOf(privateKey: string): string {
  const pair = Buffer.from(privateKey.slice(PRIVATE_KEY_PREFIX.length), 'base64');
  return PUBLIC_KEY_PREFIX + pair.subarray(ED25519_BYTES).toString('base64');
}

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_START, seed]), format: 'der', type: 'pkcs8' });

const publicBytesOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-ED25519_BYTES);
