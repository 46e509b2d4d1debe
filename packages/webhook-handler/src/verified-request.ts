import type { ProvenAccount } from '@switchyard/core/providers';
import { SignatureError } from '@switchyard/core/signatures';
import type { CallbackRequest } from './callback-request.ts';

declare const verified: unique symbol;

/** A request that its provider sent, as far as can be known. Only the functions of this file make one. */
export type VerifiedRequest = CallbackRequest & {
  readonly [verified]: true;
  readonly account: ProvenAccount;
};

/**
 * @param verify throws unless the provider sent these bytes, and says from which account
 * @throws SignatureError, whatever `verify` threw: one that trips over what a stranger sent has not verified it
 */
export function proveGenuine(
  request: CallbackRequest,
  verify: (request: CallbackRequest) => ProvenAccount,
): VerifiedRequest {
  try {
    return asVerified(request, verify(request));
  } catch (error) {
    if (error instanceof SignatureError) throw error;
    throw new SignatureError('header_malformed', 'The signature could not be read.', { cause: error });
  }
}

const asVerified = (request: CallbackRequest, account: ProvenAccount): VerifiedRequest =>
  ({ ...request, account }) as VerifiedRequest;

/** A part of what was verified, with a body of its own. */
export const partOf = (request: VerifiedRequest, rawBody: Uint8Array): VerifiedRequest => ({
  ...request,
  rawBody,
});

/** Of a request that no account is known of: it may speak for all. */
export const NO_ACCOUNT: ProvenAccount = {};

/**
 * For a request that was verified before it was put into the spool, which only these functions write to.
 *
 * @param account absent where a version put it there that did not know it
 */
export const verifiedBefore = (
  request: CallbackRequest,
  account: ProvenAccount = NO_ACCOUNT,
): VerifiedRequest => asVerified(request, account);

/** Where VERIFY_WEBHOOK_SIGNATURES is false, anybody's request counts as the provider's: for development only. */
export const letThroughUnproven = (request: CallbackRequest): VerifiedRequest =>
  asVerified(request, NO_ACCOUNT);
