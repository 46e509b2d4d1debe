import { describe, expect, it } from '@jest/globals';
import { NOW } from '@switchyard/core/testing';
import fc from 'fast-check';
import { parseRetryAfter } from './retry-after.ts';

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['9999999999', 9_999_999_999_000],
  ])('in seconds: %j is %d ms', (text, ms) => {
    expect(parseRetryAfter(text, NOW)).toBe(ms);
  });

  it.each([
    ['an IMF date', 'Wed, 04 Mar 2026 05:07:07 GMT'],
    ['an RFC 850 date', 'Wednesday, 04-Mar-26 05:07:07 GMT'],
    ['an asctime date, which is in GMT too', 'Wed Mar  4 05:07:07 2026'],
  ])('as %s is the time until then', (_, text) => {
    expect(parseRetryAfter(text, NOW)).toBe(60_000);
  });

  it('as a date in the past is no wait', () => {
    expect(parseRetryAfter('Wed, 04 Mar 2026 05:00:00 GMT', NOW)).toBe(0);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1.5',
    '1e3',
    '5s',
    '10000000000000',
    'Mon, 99 Foo 2026',
    '2026-03-04T06:00:00Z',
    'Infinity',
  ])('that cannot be read is as good as none: %j', (text) => {
    expect(parseRetryAfter(text, NOW)).toBeUndefined();
  });

  it('never makes a wait that is negative or not a number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = parseRetryAfter(text, NOW);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
    );
  });
});
