import { zstdCompressSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { ordinaryJson } from './ordinary-json.ts';

it.each([512, 1_024, 65_536, 262_144])('is an event of exactly %i bytes', (bytes) => {
  const text = ordinaryJson(bytes);
  expect(Buffer.byteLength(text)).toBe(bytes);
  expect(JSON.parse(text)).toHaveProperty('type', 'order.paid');
});

it('is compressed about as well as orders of a shop, not to nothing', () => {
  const ratio = 65_536 / zstdCompressSync(ordinaryJson(65_536)).length;
  expect(ratio).toBeGreaterThan(3);
  expect(ratio).toBeLessThan(8);
});
