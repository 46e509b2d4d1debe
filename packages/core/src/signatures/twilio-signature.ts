import { createHash, createHmac } from 'node:crypto';
import { constantTimeEqual } from './constant-time-equal.ts';
import { requireSecrets } from './require-secrets.ts';
import { SignatureError } from './signature-error.ts';
import { withAndWithoutStandardPort } from './twilio-signed-url.ts';

const HEADER = 'X-Twilio-Signature';
const BODY_HASH = 'bodySHA256';

export type SignTwilioInput = {
  /** As Twilio requests it; see `twilioSignedUrl`. */
  readonly url: string;
  /** The decoded form; absent for JSON bodies and GET requests, where the URL alone is signed. */
  readonly form?: URLSearchParams;
  readonly authToken: string;
};

export type VerifyTwilioInput = {
  /** From `twilioSignedUrl`: the configured public URL and the request's query string, byte for byte. */
  readonly url: string;
  /** The body's bytes as received; empty for a GET request. */
  readonly rawBody: Uint8Array;
  readonly header: string | undefined;
  /** The account's own tokens, not its parent's. Any may match. */
  readonly authTokens: readonly string[];
};

export type VerifiedTwilio = { readonly matchedTokenIndex: number };
export type VerifiedTwilioForm = VerifiedTwilio & { readonly form: URLSearchParams };

// Names sorted by code unit, each distinct value after its name, as the Node helper does for repeated names. Grouped
// in one pass: a stranger may send thousands of names.
function formText(form: URLSearchParams): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of form) {
    const known = values.get(name);
    if (known === undefined) values.set(name, new Set([value]));
    else known.add(value);
  }
  const names = [...values.keys()].sort();
  return names.flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value)).join('');
}

function matchedTokenIndex(input: VerifyTwilioInput, form: URLSearchParams): number {
  const { url, header, authTokens } = input;
  const urls = withAndWithoutStandardPort(url);
  requireSecrets(authTokens, 'Twilio auth token');
  if (header === undefined || header === '') {
    throw new SignatureError('header_missing', `The request has no ${HEADER} header.`);
  }
  const index = authTokens.findIndex((authToken) =>
    urls.some((candidate) => constantTimeEqual(header, signTwilio({ url: candidate, form, authToken }))),
  );
  if (index === -1) {
    throw new SignatureError(
      'signature_mismatch',
      `${HEADER} matches no configured token for this URL and body. The usual causes: the public URL is configured with another path, stage or scheme than Twilio calls, or the token belongs to another account.`,
    );
  }
  return index;
}

/**
 * Makes an `X-Twilio-Signature`: base64 HMAC-SHA1, key the auth token's text, over the URL and then the form's
 * sorted names and values without separators (twilio.com/docs/usage/webhooks/webhooks-security).
 */
export function signTwilio({ url, form, authToken }: SignTwilioInput): string {
  const text = url + formText(form ?? new URLSearchParams());
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/**
 * Verifies a form-encoded Twilio request (messages, WhatsApp, status callbacks; GET with an empty body) and
 * returns the form that was verified. Every parameter counts, known or not, empty or not, untrimmed.
 *
 * Nothing here protects against replay: de-duplicate by `MessageSid`.
 *
 * @throws SignatureError
 */
export function verifyTwilioForm(input: VerifyTwilioInput): VerifiedTwilioForm {
  // URLSearchParams drops one leading "?": this one, instead of one that belongs to the first name.
  const form = new URLSearchParams(`?${Buffer.from(input.rawBody).toString('utf8')}`);
  return { matchedTokenIndex: matchedTokenIndex(input, form), form };
}

/**
 * Verifies a Twilio request with another body, such as JSON: the URL's `bodySHA256` must be the lower-case hex
 * SHA-256 of the body, and the signature covers the URL alone.
 *
 * @throws SignatureError
 */
export function verifyTwilioJson(input: VerifyTwilioInput): VerifiedTwilio {
  const index = matchedTokenIndex(input, new URLSearchParams());
  // The same twice is no contradiction.
  const hashes = new Set(new URLSearchParams(input.url.replace(/^[^?]*/, '')).getAll(BODY_HASH));
  const [hash] = hashes;
  if (hash === undefined || hashes.size > 1) {
    throw new SignatureError(
      'body_hash_missing',
      `The signed URL has no ${BODY_HASH}, or several that contradict each other.`,
    );
  }
  if (!constantTimeEqual(hash, createHash('sha256').update(input.rawBody).digest('hex'))) {
    throw new SignatureError(
      'body_hash_mismatch',
      `${BODY_HASH} in the signed URL is not the hash of the body.`,
    );
  }
  return { matchedTokenIndex: index };
}
