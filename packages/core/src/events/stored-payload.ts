import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { itemBytes } from '../tables/item-bytes.ts';

/** What an item can hold of a payload as it came (DynamoDB takes 400 KB); nothing longer is ever unpacked. */
const MAX_PAYLOAD_BYTES = 400 * 1024;
const WRITE_UNIT_BYTES = 1024;

/**
 * A payload as an item holds it: compressed where that saves a write unit. The two have names of their own, so that a
 * reader that knows only the plain one fails, and never takes compressed bytes for a payload.
 */
export type StoredPayload = { readonly payload: Uint8Array } | { readonly payloadZstd: Uint8Array };

/** @param rest the other attributes of the item */
export function packPayload(payload: Uint8Array, rest: object): StoredPayload {
  const restBytes = itemBytes(rest);
  const units = (stored: StoredPayload) => Math.ceil((restBytes + itemBytes(stored)) / WRITE_UNIT_BYTES);
  const plain = { payload };
  if (units(plain) === 1 || payload.length > MAX_PAYLOAD_BYTES) return plain;
  const packed = { payloadZstd: zstdCompressSync(payload) };
  return units(packed) < units(plain) ? packed : plain;
}

/** @throws when it is not what was packed, or longer than any payload: what it unpacks to never fills the memory */
export const unpackPayload = (payloadZstd: Uint8Array): Uint8Array =>
  zstdDecompressSync(payloadZstd, { maxOutputLength: MAX_PAYLOAD_BYTES });
