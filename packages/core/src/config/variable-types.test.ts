import { describe, expect, it } from '@jest/globals';
import { flag, httpUrl, httpUrlOrEmpty, logLevel, wholeNumber } from './variable-types.ts';

describe('a variable', () => {
  it.each([
    [flag, 'true'],
    [flag, 'false'],
    [wholeNumber(0, 900), '0'],
    [httpUrl, 'https://api.example.com/v1'],
    [httpUrlOrEmpty, ''],
    [logLevel, 'silent'],
  ])('gives a value whose text gives the value again: %#', (schema, text) => {
    const value = schema.parse(text);

    expect(String(value)).toBe(text);
    expect(schema.parse(String(value))).toBe(value);
  });

  it.each(['', ' ', '-1', '1.5', '0x10', '901'])('is no whole number from 0 to 900: "%s"', (text) => {
    expect(wholeNumber(0, 900).safeParse(text).success).toBe(false);
  });
});
