import { SignatureError } from '@switchyard/core/signatures';
import type { CallbackRequest } from './callback-request.ts';

declare const verified: unique symbol;

/** A request that its provider sent, as far as can be known. Only the functions of this file make one. */
export type VerifiedRequest = CallbackRequest & { readonly [verified]: true };

/**
 * @param verify throws unless the provider sent these bytes
 * @throws SignatureError, whatever `verify` threw: one that trips over what a stranger sent has not verified it
 */
export function proveGenuine(
  request: CallbackRequest,
  verify: (request: CallbackRequest) => void,
): VerifiedRequest {
  try {
    verify(request);
  } catch (error) {
    if (error instanceof SignatureError) throw error;
    throw new SignatureError('header_malformed', 'The signature could not be read.', { cause: error });
  }
  return request as VerifiedRequest;
}

/** A part of what was verified, with a body of its own. */
export const partOf = (request: VerifiedRequest, rawBody: Uint8Array): VerifiedRequest => ({
  ...request,
  rawBody,
});

/** For a request that was verified before it was put into the spool, which only these functions write to. */
export const verifiedBefore = (request: CallbackRequest): VerifiedRequest => request as VerifiedRequest;

/** Where VERIFY_WEBHOOK_SIGNATURES is false, anybody's request counts as the provider's: for development only. */
export const letThroughUnproven = (request: CallbackRequest): VerifiedRequest => request as VerifiedRequest;
