import { createHash } from 'node:crypto';
import type { ProvenAccount, ProviderSecrets } from '@switchyard/core/providers';
import {
  constantTimeEqual,
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  SignatureError,
  verifySendGrid,
} from '@switchyard/core/signatures';
import type { CallbackRequest } from '../../callback-request.ts';
import { firstThatVerifies } from '../first-that-verifies.ts';
import type { VerifyOptions } from '../provider.ts';

type Lists = Pick<NonNullable<ProviderSecrets['sendgrid']>, 'publicKeys' | 'basicAuth' | 'pathSegments'>;

/**
 * Verifies an Inbound Parse request: by its signature once its account has a public key, and then by nothing else, so
 * that a leaked URL is worth nothing; until then by the secret last segment of the path or by basic auth.
 *
 * @throws SignatureError
 */
export const verifySendGridMail = (request: CallbackRequest, { secrets }: VerifyOptions): ProvenAccount =>
  firstThatVerifies<Lists>(secrets.sendgrid, (lists) => verifyByLists(request, lists));

function verifyByLists(request: CallbackRequest, { publicKeys, basicAuth, pathSegments }: Lists): void {
  if (publicKeys.length > 0) {
    verifySendGrid({
      rawBody: request.rawBody,
      signature: request.headers[SENDGRID_SIGNATURE_HEADER],
      timestamp: request.headers[SENDGRID_TIMESTAMP_HEADER],
      publicKeys,
    });
    return;
  }
  requireSharedSecret(request, basicAuth, pathSegments);
}

function requireSharedSecret(
  { pathSegment, headers }: CallbackRequest,
  basicAuth: readonly string[],
  pathSegments: readonly string[],
): void {
  if ([...basicAuth, ...pathSegments].every((secret) => secret.trim() === '')) {
    throw new SignatureError(
      'no_secret',
      'Neither a SendGrid public key nor a path segment or basic auth is configured.',
    );
  }
  const credentials = credentialsOf(headers.authorization);
  if (pathSegment === undefined && credentials === undefined) {
    throw new SignatureError('header_missing', 'The request has neither a path segment nor basic auth.');
  }
  if (isOneOf(pathSegment, pathSegments) || isOneOf(credentials, basicAuth)) return;
  throw new SignatureError('signature_mismatch', 'Path segment and basic auth match no configured one.');
}

/** `user:password`, of which the password may have colons. */
function credentialsOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

/** Compares hashes, so that the time taken does not tell the length of a secret either. */
function isOneOf(offered: string | undefined, secrets: readonly string[]): boolean {
  if (offered === undefined) return false;
  const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();
  return secrets.some((secret) => secret.trim() !== '' && constantTimeEqual(hash(offered), hash(secret)));
}
