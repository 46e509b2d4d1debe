import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

// Crockford's base 32: no letters that are read for one another, and byte order is value order.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Bytes as base 32 text, most significant bit first. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
      buffer &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + ALPHABET[(buffer << (5 - bits)) & 31];
}

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

/** A name of one state of an item, that nobody else gives. */
export const newStateId = (): string => randomBytes(9).toString('base64url');

/** A new id that sorts by time: 48 bits of milliseconds, then 80 random bits. */
export function newId(
  prefix: string,
  nowMs: number,
  random: (size: number) => Uint8Array = randomBytes,
): string {
  const bytes = Buffer.alloc(TIME_BYTES + RANDOM_BYTES);
  bytes.writeUIntBE(nowMs, 0, TIME_BYTES);
  bytes.set(random(RANDOM_BYTES), TIME_BYTES);
  return `${prefix}_${base32(bytes)}`;
}

/** The event id that a tenant's idempotency key always leads to: 160 bits of a hash, so it cannot be steered. */
export const eventIdFromIdempotencyKey = (tenantId: string, idempotencyKey: string): string =>
  // The tenant id cannot contain a line feed, so no two pairs give the same text.
  `evt_${digestOf(`${tenantId}\n${idempotencyKey}`)}`;

/** The same of a replay. */
export const replayIdFromIdempotencyKey = (tenantId: string, idempotencyKey: string): string =>
  `rpl_${digestOf(`${tenantId}\nreplay\n${idempotencyKey}`)}`;

/** Under which a batch of events is remembered. */
export const batchIdFromIdempotencyKey = (tenantId: string, idempotencyKey: string): string =>
  `bat_${digestOf(`${tenantId}\nbatch\n${idempotencyKey}`)}`;

/** 160 bits of a hash. */
export const digestOf = (text: string): string =>
  base32(createHash('sha256').update(text).digest().subarray(0, 20));

export const EVENT_ID_PATTERN = /^evt_[0-9a-hjkmnp-tv-z]{26,32}$/;

const SLUG = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** The built-in receiver has routes of these names beside those of the tenants. */
const RESERVED = new Set(['assets', 'disable', 'docs', 'enable', 'health', 'openapi', 'status']);

export const tenantIdSchema = z
  .string()
  .regex(SLUG, 'a tenant id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit')
  .refine((id) => !RESERVED.has(id), `a tenant id is none of ${[...RESERVED].join(', ')}`);
export const endpointIdSchema = z
  .string()
  .regex(SLUG, 'an endpoint id has 1 to 63 of a-z, 0-9, "-" and "_", and begins with a letter or digit');
export const eventIdSchema = z.string().regex(EVENT_ID_PATTERN, 'an event id looks like evt_06…');
export const replayIdSchema = z
  .string()
  .regex(/^rpl_[0-9a-hjkmnp-tv-z]{26,32}$/, 'a replay id looks like rpl_06…');
