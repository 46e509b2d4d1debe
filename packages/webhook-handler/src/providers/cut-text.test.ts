import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCutter } from './cut-text.ts';

it('keeps what fits', () => {
  const { cut, names } = createCutter();
  expect([cut('body', 'ü'.repeat(50), 100), names()]).toEqual(['ü'.repeat(50), []]);
});

it('cuts what does not, with a marker, and remembers its name once', () => {
  const { cut, names } = createCutter();
  expect(cut('body', 'x'.repeat(101), 100)).toMatch(/^x+\n\[cut: the rest was too long to keep\]$/);
  cut('body', 'x'.repeat(101), 100);
  expect(names()).toEqual(['body']);
});

it('never cuts through a character, and never exceeds the limit', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 40, max: 120 }),
      (text, max) => {
        const kept = createCutter().cut('x', text, max);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(max);
        expect(text.startsWith(kept.split('\n[cut:')[0] ?? '')).toBe(true);
      },
    ),
  );
});

it('repairs half a surrogate pair', () => {
  expect(createCutter().cut('x', 'a\uD83D', 100)).toBe('a\uFFFD');
});
