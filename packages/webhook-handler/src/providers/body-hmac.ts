import { createHmac } from 'node:crypto';
import { constantTimeEqual, SignatureError } from '@switchyard/core/signatures';

const PREFIX = 'sha256=';

export const isBodyHmac = (header: string | undefined): header is string =>
  header?.startsWith(PREFIX) ?? false;

/**
 * Verifies the older scheme that some deployments still send: `sha256=` and the hex HMAC-SHA256 of the body alone,
 * the key being the secret's whole text. No provider signs so by itself, and it covers neither URL nor time.
 *
 * @throws SignatureError
 */
export function verifyBodyHmac(header: string, rawBody: Uint8Array, secrets: readonly string[]): void {
  // An empty key would verify what anybody signs.
  if (secrets.length === 0 || secrets.some((secret) => secret.trim() === '')) {
    throw new SignatureError('no_secret', 'No secret is configured for sha256= signatures, or one is blank.');
  }
  const offered = header.slice(PREFIX.length).toLowerCase();
  const matches = secrets.some((secret) =>
    constantTimeEqual(offered, createHmac('sha256', secret).update(rawBody).digest('hex')),
  );
  if (!matches) {
    throw new SignatureError('signature_mismatch', 'The sha256= signature matches no configured secret.');
  }
}
