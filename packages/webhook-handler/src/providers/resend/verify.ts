import type { ProvenAccount } from '@switchyard/core/providers';
import { SignatureError, verifyStandardWebhooks } from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import { isBodyHmac, verifyBodyHmac } from '../body-hmac.ts';
import { firstThatVerifies } from '../first-that-verifies.ts';
import type { VerifyOptions } from '../provider.ts';

/** As the Svix libraries do, to either side. */
const TOLERANCE_SECONDS = 300;

/**
 * Verifies Resend's Svix signature with any of the configured secrets: the account that has it is the one proven. The
 * clock is when the request came in, so that one from the quarantine can still be proven genuine after the secret has
 * been put right. Where the older scheme is allowed, it is `Resend-Signature: sha256=<hex HMAC-SHA256 of the body>`, the
 * key being the secret's whole text, and only counts when there is no Svix signature.
 *
 * @throws SignatureError
 */
export const verifyResend = (request: CallbackRequest, options: VerifyOptions): ProvenAccount =>
  firstThatVerifies(options.secrets.resend, ({ signingSecrets }) =>
    verifyBySecrets(request, options, signingSecrets),
  );

function verifyBySecrets(
  { route, headers, rawBody, receivedAt }: CallbackRequest,
  { legacySignatureRoutes }: VerifyOptions,
  secrets: readonly string[],
): void {
  if (secrets.length === 0) {
    throw new SignatureError('no_secret', 'No Resend signing secret is configured.');
  }
  const older = headers['resend-signature'];
  if (legacySignatureRoutes.includes(route) && !hasSvixSignature(headers) && isBodyHmac(older)) {
    verifyBodyHmac(older, rawBody, secrets);
    return;
  }
  verifyStandardWebhooks({
    headers: {
      id: headers['svix-id'],
      timestamp: headers['svix-timestamp'],
      signature: headers['svix-signature'],
    },
    payload: rawBody,
    secrets,
    now: Math.floor(Date.parse(receivedAt) / 1000),
    toleranceSeconds: TOLERANCE_SECONDS,
  });
}

/** Only then is `svix-id` part of what was signed. */
export const hasSvixSignature = (headers: CallbackRequest['headers']): boolean =>
  headers['svix-signature'] !== undefined;
