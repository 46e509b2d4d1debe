import {
  publicKeyOf,
  SIGNATURE_KINDS,
  type SignatureKind,
  signatureKindOf,
} from '@switchyard/core/signatures';
import * as z from 'zod';
import { UsageError } from '../../errors.ts';

export const signatureInput = z.enum(SIGNATURE_KINDS).optional();
export const signatureOption = [
  '<kind>',
  'what is made: hmac, a secret of both sides, or ed25519, a key of which only the public part is shown',
] as const;

/** @throws UsageError */
export function requireOneKind(secretStdin: boolean, signature: SignatureKind | undefined): void {
  if (secretStdin && signature !== undefined)
    throw new UsageError('--signature says what is made, and with --secret-stdin nothing is. Leave one out.');
}

/** A secret as it is shown, once; of ed25519 the public key, which is all that anybody needs who verifies. */
export const shownSecret = (secret: string) =>
  signatureKindOf(secret) === 'hmac'
    ? { webhook_secret: secret, public_key: null }
    : { webhook_secret: null, public_key: publicKeyOf(secret) };
