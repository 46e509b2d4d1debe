import { timingSafeEqual } from 'node:crypto';

const toBytes = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? Buffer.from(value, 'utf8') : value;

/**
 * Compares without telling by its duration where the two differ. Strings are compared as UTF-8 bytes.
 * Different lengths are unequal at once: the length of a signature is public, and `timingSafeEqual` would throw.
 */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const left = toBytes(a);
  const right = toBytes(b);
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
