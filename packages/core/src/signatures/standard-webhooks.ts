import { createHmac, sign } from 'node:crypto';
import { constantTimeEqual } from './constant-time-equal.ts';
import { decodeWebhookPublicKey, matchesEd25519 } from './ed25519-signature.ts';
import { requireSecrets } from './require-secrets.ts';
import { SignatureError } from './signature-error.ts';
import { parseSignedTimestamp, requireEpochSeconds, requireFreshTimestamp } from './signed-timestamp.ts';
import {
  decodeWebhookPrivateKey,
  decodeWebhookSecret,
  PUBLIC_KEY_PREFIX,
  signatureKindOf,
} from './webhook-secret.ts';

export type SignStandardWebhooksInput = {
  /** The same over all attempts of one delivery; without a `.`. */
  readonly id: string;
  /** Seconds since the epoch, fresh for every attempt. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
  /** `whsec_…` or `whsk_…`; one signature each, in this order. */
  readonly secrets: readonly string[];
};

export type StandardWebhooksHeaders = {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
};

export type VerifyStandardWebhooksInput = {
  /** Values of `webhook-id`, `-timestamp` and `-signature`, or of their `svix-` equivalents. */
  readonly headers: {
    readonly id: string | undefined;
    readonly timestamp: string | undefined;
    readonly signature: string | undefined;
  };
  /** The body's bytes as received. */
  readonly payload: Uint8Array;
  /** `whsec_…` (symmetric, checks `v1`) or `whpk_…` (ed25519 public key, checks `v1a`). Any may match. */
  readonly secrets: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
  readonly toleranceSeconds: number;
};

export type VerifiedStandardWebhook = {
  /** De-duplicate by this: it is the same over all retries. */
  readonly id: string;
  readonly timestamp: number;
  readonly matchedSecretIndex: number;
};

function signedContent(id: string, timestamp: number, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), payload]);
}

const mac = (content: Uint8Array, key: Uint8Array): string =>
  createHmac('sha256', key).update(content).digest('base64');

function signatureBy(secret: string, content: Uint8Array): string {
  switch (signatureKindOf(secret)) {
    case 'hmac':
      return `v1,${mac(content, decodeWebhookSecret(secret))}`;
    case 'ed25519':
      return `v1a,${sign(null, content, decodeWebhookPrivateKey(secret)).toString('base64')}`;
  }
}

/** A check of one header entry by one configured secret. The kind of key alone decides which version it checks. */
function entryMatcher(secret: string, content: Uint8Array): (version: string, signature: string) => boolean {
  if (secret.startsWith(PUBLIC_KEY_PREFIX)) {
    const key = decodeWebhookPublicKey(secret);
    return (version, signature) => version === 'v1a' && matchesEd25519(content, key, signature);
  }
  const expected = mac(content, decodeWebhookSecret(secret));
  return (version, signature) => version === 'v1' && constantTimeEqual(signature, expected);
}

/**
 * Makes the three headers of Standard Webhooks 1.0.0: HMAC-SHA256 of `{id}.{timestamp}.{payload}` in base64, `v1,…`,
 * for each secret, or `v1a,…`, ed25519, for each private key, separated by spaces.
 *
 * The JavaScript library reads a body as UTF-8 text first, so it accepts this only for bodies that are UTF-8.
 *
 * @throws SignatureError `no_secret`, `secret_malformed`
 * @throws RangeError when the id is empty or has a `.`, or the timestamp is not in whole seconds
 */
export function signStandardWebhooks(input: SignStandardWebhooksInput): StandardWebhooksHeaders {
  const { id, timestamp, payload, secrets } = input;
  requireSecrets(secrets, 'signing secret');
  requireEpochSeconds(timestamp);
  if (!/^[^\s.]+$/.test(id))
    throw new RangeError(`"${id}" cannot be signed as an id: it is empty or has a "." or space.`);
  const content = signedContent(id, timestamp, payload);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((secret) => signatureBy(secret, content)).join(' '),
  };
}

/**
 * Verifies Standard Webhooks 1.0.0, which Svix and therefore Resend send under `svix-` names: any entry of the
 * signature list that any secret matches will do; entries of other versions are skipped.
 *
 * The signature is checked before the time, so that `timestamp_*` is said only of a genuine request.
 *
 * @throws SignatureError
 */
export function verifyStandardWebhooks(input: VerifyStandardWebhooksInput): VerifiedStandardWebhook {
  const { headers, payload, secrets, now, toleranceSeconds } = input;
  requireSecrets(secrets, 'signing secret');
  const { id, signature } = headers;
  if (!id || !headers.timestamp || !signature) {
    throw new SignatureError('header_missing', 'The request lacks the id, timestamp or signature header.');
  }
  // With a "." in the id, the same signed text could be read as another id, timestamp and body.
  if (id.includes('.')) throw new SignatureError('header_malformed', 'The id header has a ".".');
  const timestamp = parseSignedTimestamp(headers.timestamp, 'the timestamp header');

  const entries = signature.split(' ').map((entry) => {
    const comma = entry.indexOf(',');
    return { version: entry.slice(0, Math.max(comma, 0)), value: entry.slice(comma + 1) };
  });
  const content = signedContent(id, timestamp, payload);
  const matchers = secrets.map((secret) => entryMatcher(secret, content));
  const matchedSecretIndex = matchers.findIndex((matches) =>
    entries.some((e) => matches(e.version, e.value)),
  );
  if (matchedSecretIndex === -1) {
    throw new SignatureError('signature_mismatch', 'No entry of the signature header matches the body.');
  }
  requireFreshTimestamp(timestamp, now, toleranceSeconds);
  return { id, timestamp, matchedSecretIndex };
}
