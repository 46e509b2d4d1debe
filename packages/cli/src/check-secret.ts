import { createPublicKey } from 'node:crypto';
import { decodeStrictBase64, decodeWebhookSecret } from '@switchyard/core/signatures';
import { UsageError } from './errors.ts';

/*
 * Whether a value can be what it is said to be, before it is stored: one that cannot would refuse genuine callbacks.
 * Each throws UsageError; no message contains the value.
 */

const PRINTABLE = /^[\x21-\x7e]+$/;

export function checkAuthToken(text: string): void {
  requirePrintable(text, 'The auth token');
  if (/^(AC|SK)[0-9a-f]{32}$/i.test(text)) {
    throw malformed(
      'This is the SID of an account or API key, not an auth token. Twilio signs with the auth token of the account.',
    );
  }
}

export function checkSigningSecret(text: string): void {
  const isWellFormed = text.startsWith('whsec_') && isDecodable(text);
  if (isWellFormed) return;
  throw malformed(
    'The signing secret must be whsec_ and padded base64, as Resend shows it beside the webhook. The API key, re_…, is another thing.',
  );
}

export function checkResendApiKey(text: string): void {
  requirePrintable(text, 'The API key');
  if (!text.startsWith('re_')) throw malformed('A Resend API key begins with re_.');
}

export function checkSendgridPublicKey(text: string): void {
  if (isP256PublicKey(text)) return;
  throw malformed(
    '--public-key must be the base64 of a P-256 public key (SPKI), on one line and without PEM header, as SendGrid shows it in the security policy.',
  );
}

export function checkBasicAuth(text: string): void {
  requirePrintable(text, 'User and password');
  if (/^[^:]+:.+$/.test(text)) return;
  throw malformed('Basic auth must be user:password, as they stand in the URL that SendGrid calls.');
}

/** Long enough not to be guessed, and the same in a URL and out of it. */
export function checkPathSegment(text: string): void {
  if (/^[A-Za-z0-9._~-]{16,128}$/.test(text)) return;
  throw malformed('The path segment must have 16 to 128 letters, digits, "-", ".", "_" and "~".');
}

function requirePrintable(text: string, what: string): void {
  if (PRINTABLE.test(text)) return;
  throw malformed(`${what} must consist of printable ASCII characters without spaces.`);
}

function isDecodable(secret: string): boolean {
  try {
    decodeWebhookSecret(secret);
    return true;
  } catch {
    return false;
  }
}

function isP256PublicKey(text: string): boolean {
  const der = decodeStrictBase64(text);
  if (der === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

const malformed = (message: string) => new UsageError(message, 'secret_malformed');
