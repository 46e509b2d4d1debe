/**
 * Why a signature was refused. Three kinds, which the edge treats differently:
 * what the request carried (`header_*`, `body_hash_*`, `signature_mismatch`), when it was made (`timestamp_*`),
 * and what this side was configured with (`no_secret`, `secret_malformed`, `url_not_signable`).
 */
export const SIGNATURE_ERROR_CODES = [
  'header_missing',
  'header_malformed',
  'body_hash_missing',
  'body_hash_mismatch',
  'signature_mismatch',
  'timestamp_too_old',
  'timestamp_in_future',
  'no_secret',
  'secret_malformed',
  'url_not_signable',
] as const;

export type SignatureErrorCode = (typeof SIGNATURE_ERROR_CODES)[number];

/**
 * A request that is not proven to come from the sender it claims. Verification throws it and never returns
 * `false`: a boolean can be forgotten. The message never contains a secret or an expected signature.
 */
export class SignatureError extends Error {
  readonly code: SignatureErrorCode;

  constructor(code: SignatureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignatureError';
    this.code = code;
  }
}
