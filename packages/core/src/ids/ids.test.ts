import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base32, EVENT_ID_PATTERN, eventIdFromIdempotencyKey, newId } from './ids.ts';

const zeros = (size: number) => Buffer.alloc(size);

describe('base 32', () => {
  // Values of RFC 4648's own examples, in Crockford's alphabet and without padding.
  it.each([
    ['', ''],
    ['f', 'cr'],
    ['fo', 'csqg'],
    ['foo', 'csqpy'],
    ['foob', 'csqpyrg'],
    ['fooba', 'csqpyrk1'],
    ['foobar', 'csqpyrk1e8'],
  ])('of %j is %j', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });

  it('sorts as the bytes do', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const byText = base32(a) < base32(b) ? -1 : Number(base32(a) > base32(b));
        expect(byText).toBe(Buffer.compare(a, b));
      }),
    );
  });
});

describe('a new id', () => {
  it('has its prefix and 26 characters', () => {
    expect(newId('evt', 0, zeros)).toBe(`evt_${'0'.repeat(26)}`);
  });

  it('sorts by time', () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 2 });
    fc.assert(
      fc.property(times, (ms) => {
        expect(newId('evt', ms) < newId('evt', ms + 1)).toBe(true);
      }),
    );
  });

  it('differs from another of the same millisecond', () => {
    expect(newId('evt', 5)).not.toBe(newId('evt', 5));
  });

  it('is an event id', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (ms) => {
        expect(newId('evt', ms)).toMatch(EVENT_ID_PATTERN);
      }),
    );
  });
});

describe('the event id of an idempotency key', () => {
  it('is always the same', () => {
    expect(eventIdFromIdempotencyKey('acme', 'order-1')).toBe(eventIdFromIdempotencyKey('acme', 'order-1'));
  });

  it('is an event id, whatever the key', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(eventIdFromIdempotencyKey('acme', key)).toMatch(EVENT_ID_PATTERN);
      }),
    );
  });

  it('differs by tenant, also when tenant and key run together alike', () => {
    expect(eventIdFromIdempotencyKey('acme', '1order')).not.toBe(eventIdFromIdempotencyKey('acme1', 'order'));
  });

  it('differs by key', () => {
    expect(eventIdFromIdempotencyKey('acme', 'a')).not.toBe(eventIdFromIdempotencyKey('acme', 'b'));
  });
});

describe('what is not an event id', () => {
  it.each([
    ['another prefix', `msg_${'0'.repeat(26)}`],
    ['too short', `evt_${'0'.repeat(25)}`],
    ['too long', `evt_${'0'.repeat(33)}`],
    ['upper case', `evt_${'A'.repeat(26)}`],
    ['a letter outside of the alphabet', `evt_${'0'.repeat(25)}u`],
    ['a key separator', `evt_${'0'.repeat(25)}#`],
    ['a line feed at the end', `evt_${'0'.repeat(26)}\n`],
  ])('%s', (_, text) => {
    expect(text).not.toMatch(EVENT_ID_PATTERN);
  });
});
