import { describe, expect, it } from '@jest/globals';
import { excerpt, formatBytes, formatPairs, printable } from './format.ts';

describe('text from outside', () => {
  it('keeps its lines and tabs and loses what steers a terminal', () => {
    expect(printable('a\tb\r\nc\u001b[2J\u0007\u009b\u202e\u0000')).toBe(
      'a\tb\nc\ufffd[2J\ufffd\ufffd\ufffd\ufffd',
    );
  });

  it('is cut on one line, never inside a character', () => {
    expect(excerpt('one\ntwo  three', 20)).toBe('one two three');
    expect(excerpt('😀😀😀😀', 3)).toBe('😀😀…');
  });
});

describe('pairs', () => {
  it('stand in columns, without what is absent', () => {
    expect(
      formatPairs([
        ['a', '1'],
        ['long', undefined],
        ['bcd', '2'],
      ]),
    ).toBe('a    1\nbcd  2');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_536, '1.5 KiB'],
  ])('of %d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
