import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { SignatureError } from './signature-error.ts';
import { decodeStrictBase64, PUBLIC_KEY_PREFIX } from './webhook-secret.ts';

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * Reads the public key of an asymmetric Standard Webhooks sender: `whpk_` and the base64 of 32 bytes.
 *
 * @throws SignatureError `secret_malformed`
 */
export function decodeWebhookPublicKey(text: string): KeyObject {
  const bytes = decodeStrictBase64(text.slice(PUBLIC_KEY_PREFIX.length));
  if (!text.startsWith(PUBLIC_KEY_PREFIX) || bytes?.byteLength !== PUBLIC_KEY_BYTES) {
    throw new SignatureError(
      'secret_malformed',
      `The public key is not ${PUBLIC_KEY_PREFIX} followed by the base64 of ${PUBLIC_KEY_BYTES} bytes.`,
    );
  }
  const x = Buffer.from(bytes).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Whether the base64 text is this key's ed25519 signature of the content. Anything malformed is not. */
export function matchesEd25519(content: Uint8Array, key: KeyObject, signatureBase64: string): boolean {
  const signature = decodeStrictBase64(signatureBase64);
  return signature?.byteLength === SIGNATURE_BYTES && verify(null, content, key, signature);
}
