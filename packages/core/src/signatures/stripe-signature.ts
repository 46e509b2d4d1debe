import { createHmac } from 'node:crypto';
import { constantTimeEqual } from './constant-time-equal.ts';
import { requireSecrets } from './require-secrets.ts';
import { SignatureError } from './signature-error.ts';
import { parseSignedTimestamp, requireEpochSeconds, requireFreshTimestamp } from './signed-timestamp.ts';

const HEADER = 'Stripe-Signature';

export type SignStripeInput = {
  readonly payload: Uint8Array;
  /** Whole `whsec_…` texts; one `v1` each, in this order. */
  readonly secrets: readonly string[];
  /** Seconds since the epoch. */
  readonly timestamp: number;
};

export type VerifyStripeInput = {
  /** The body's bytes as received. */
  readonly payload: Uint8Array;
  readonly header: string | undefined;
  /** Any may match. */
  readonly secrets: readonly string[];
  /** Seconds since the epoch. */
  readonly now: number;
  readonly toleranceSeconds: number;
};

export type VerifiedStripe = { readonly timestamp: number; readonly matchedSecretIndex: number };

// The key is the secret's whole text, prefix included; Standard Webhooks decodes the same text instead.
const mac = (payload: Uint8Array, secret: string, timestamp: number): string =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(payload).digest('hex');

function parseHeader(header: string): { timestamp: number; signatures: readonly string[] } {
  const elements = header.split(',').map((element) => {
    const separator = element.indexOf('=');
    return { name: element.slice(0, Math.max(separator, 0)), value: element.slice(separator + 1) };
  });
  const timestamps = elements.filter(({ name }) => name === 't').map(({ value }) => value);
  // Only v1: v0 is a decoy of Stripe's test mode, and unknown schemes may come later.
  const signatures = elements.filter(({ name }) => name === 'v1').map(({ value }) => value);
  const [timestamp] = timestamps;
  if (timestamp === undefined || timestamps.length > 1) {
    throw new SignatureError(
      'header_malformed',
      `${HEADER} has ${timestamps.length} "t" elements; one is allowed.`,
    );
  }
  if (signatures.length === 0 || signatures.includes('')) {
    throw new SignatureError('header_malformed', `${HEADER} has no "v1" element, or an empty one.`);
  }
  return { timestamp: parseSignedTimestamp(timestamp, HEADER), signatures };
}

/**
 * Makes a `Stripe-Signature` header: `t=…,v1=…[,v1=…]`, each `v1` the lower-case hex HMAC-SHA256 of
 * `{t}.{payload}` under one secret's whole text, as stripe-node's `constructEvent` checks it.
 *
 * stripe-node reads a body as UTF-8 text first, so it accepts this only for bodies that are UTF-8 without a BOM.
 *
 * @throws SignatureError `no_secret`, `secret_malformed`
 * @throws RangeError when the timestamp is not in whole seconds
 */
export function signStripe({ payload, secrets, timestamp }: SignStripeInput): string {
  requireSecrets(secrets, 'signing secret');
  requireEpochSeconds(timestamp);
  return [`t=${timestamp}`, ...secrets.map((secret) => `v1=${mac(payload, secret, timestamp)}`)].join(',');
}

/**
 * Verifies a `Stripe-Signature` header (docs.stripe.com/webhooks/signature; behaviour of stripe-node 23).
 * Elements may be in any order; spaces, repeated `t` and empty `v1` are refused.
 *
 * Stricter than stripe-node in one point: a timestamp more than the tolerance in the future is refused too,
 * where stripe-node checks age only. The signature is checked before the time, so that `timestamp_*` is said only
 * of a genuine request.
 *
 * @throws SignatureError
 */
export function verifyStripe(input: VerifyStripeInput): VerifiedStripe {
  const { payload, header, secrets, now, toleranceSeconds } = input;
  requireSecrets(secrets, 'signing secret');
  if (header === undefined || header === '') {
    throw new SignatureError('header_missing', `The request has no ${HEADER} header.`);
  }
  const { timestamp, signatures } = parseHeader(header);
  const matchedSecretIndex = secrets.findIndex((secret) => {
    const expected = mac(payload, secret, timestamp);
    return signatures.some((signature) => constantTimeEqual(signature, expected));
  });
  if (matchedSecretIndex === -1) {
    throw new SignatureError('signature_mismatch', `No "v1" signature in ${HEADER} matches the body.`);
  }
  requireFreshTimestamp(timestamp, now, toleranceSeconds);
  return { timestamp, matchedSecretIndex };
}
