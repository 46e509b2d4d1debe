import { SignatureError, verifyStandardWebhooks } from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import { isBodyHmac, verifyBodyHmac } from '../body-hmac.ts';
import type { VerifyOptions } from '../provider.ts';

/** As the Svix libraries do, to either side. */
const TOLERANCE_SECONDS = 300;

/**
 * Verifies Resend's Svix signature with any of the configured secrets. The clock is when the request came in, so that
 * one from the quarantine can still be proven genuine after the secret has been put right.
 * Where the older scheme is allowed, it is `Resend-Signature: sha256=<hex HMAC-SHA256 of the body>`, the key being the
 * secret's whole text, and only counts when there is no Svix signature.
 *
 * @throws SignatureError
 */
export function verifyResend(
  { route, headers, rawBody, receivedAt }: CallbackRequest,
  { secrets, legacySignatureRoutes }: VerifyOptions,
): void {
  const signingSecrets = secrets.resend?.signingSecrets ?? [];
  if (signingSecrets.length === 0) {
    throw new SignatureError('no_secret', 'No Resend signing secret is configured.');
  }
  const older = headers['resend-signature'];
  if (legacySignatureRoutes.includes(route) && !hasSvixSignature(headers) && isBodyHmac(older)) {
    verifyBodyHmac(older, rawBody, signingSecrets);
    return;
  }
  verifyStandardWebhooks({
    headers: {
      id: headers['svix-id'],
      timestamp: headers['svix-timestamp'],
      signature: headers['svix-signature'],
    },
    payload: rawBody,
    secrets: signingSecrets,
    now: Math.floor(Date.parse(receivedAt) / 1000),
    toleranceSeconds: TOLERANCE_SECONDS,
  });
}

/** Only then is `svix-id` part of what was signed. */
export const hasSvixSignature = (headers: CallbackRequest['headers']): boolean =>
  headers['svix-signature'] !== undefined;
