import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anEvent } from '../../testing/builders.ts';
import { eventSchema } from './event.ts';
import { packPayload } from './stored-payload.ts';

const { payload: _none, ...head } = anEvent();
const read = (stored: object) => eventSchema.safeParse({ ...head, ...stored });
const bytesOf = (stored: object): number =>
  Object.values(stored).reduce((sum, bytes) => sum + bytes.length, 0);
const text = (characters: number): Buffer => Buffer.from('order '.repeat(characters / 6));

describe('a stored payload', () => {
  it('is read as the bytes that were stored, whatever they are', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 4_000 }),
      fc.json({ maxDepth: 6 }).map((json) => Buffer.from(json)),
      fc.integer({ min: 0, max: 60_000 }).map((length) => text(length)),
    );
    fc.assert(
      fc.property(any, (payload) => {
        const found = read(packPayload(payload, head)).data?.payload ?? Buffer.alloc(0);
        return Buffer.compare(found, payload) === 0;
      }),
    );
  });

  it('is compressed where that saves a write unit', () => {
    expect(packPayload(text(3_000), head)).toEqual({ payloadZstd: expect.any(Uint8Array) });
    expect(bytesOf(packPayload(text(60_000), head))).toBeLessThan(1_024);
  });

  it.each([
    ['fits into one unit', text(300)],
    ['does not get shorter', Buffer.from(Array.from({ length: 2_000 }, (_, n) => (n * n * 7919) >> 5))],
  ])('stays as it came where it %s', (_, payload) => {
    expect(packPayload(payload, head)).toEqual({ payload });
  });

  it.each([
    ['unpacks to more than any payload has', { payloadZstd: zstdCompressSync(Buffer.alloc(50_000_000)) }],
    ['is cut off', { payloadZstd: zstdCompressSync(text(6_000)).subarray(0, 20) }],
    ['is not compressed', { payloadZstd: Buffer.from('{}') }],
    ['is missing', {}],
  ])('that %s is refused', (_, stored) => {
    expect(read(stored).success).toBe(false);
  });

  it('is not read by whoever knows only plain ones', () => {
    expect(packPayload(text(3_000), head)).not.toHaveProperty('payload');
  });
});
