import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['0s', 0],
    ['90s', 90_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['3d', 259_200_000],
    [' 5s ', 5_000],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '1.5s', '-1s', '1 s', '1w', '1S', '1e3s', '10000000000s', '1s2m', 'constructor'])(
    '%j is refused, with the text and the form that is allowed',
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        new RangeError(
          `"${text}" is not a duration: write a whole number and ms, s, m, h or d, such as 30s or 2m`,
        ),
      );
    },
  );
});
