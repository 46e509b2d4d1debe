import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { constantTimeEqual } from './constant-time-equal.ts';

describe('constantTimeEqual', () => {
  it('agrees with a plain comparison of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
        expect(constantTimeEqual(a, b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  it('finds a value equal to its copy', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(constantTimeEqual(bytes, Uint8Array.from(bytes))).toBe(true);
      }),
    );
  });

  it('finds different lengths unequal instead of throwing', () => {
    expect(constantTimeEqual('abc', 'abcd')).toBe(false);
  });

  it('finds strings of equal length in characters but not in bytes unequal instead of throwing', () => {
    expect(constantTimeEqual('abc', 'abé')).toBe(false);
  });

  it('compares a string as its UTF-8 bytes', () => {
    expect(constantTimeEqual('é', Uint8Array.of(0xc3, 0xa9))).toBe(true);
  });
});
