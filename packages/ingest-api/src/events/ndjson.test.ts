import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLines } from './ndjson.ts';

const split = (text: string) =>
  splitLines(Buffer.from(text)).map(({ number, bytes }) => [number, Buffer.from(bytes).toString()]);

describe('the lines of a body', () => {
  it.each([
    [
      'end with LF',
      '{}\n[]\n',
      [
        [1, '{}'],
        [2, '[]'],
      ],
    ],
    [
      'end with CR LF',
      '{}\r\n[]\r\n',
      [
        [1, '{}'],
        [2, '[]'],
      ],
    ],
    [
      'end with nothing, the last one',
      '{}\n[]',
      [
        [1, '{}'],
        [2, '[]'],
      ],
    ],
    [
      'keep their white space',
      ' {} \t\n\t[]',
      [
        [1, ' {} \t'],
        [2, '\t[]'],
      ],
    ],
    [
      'keep a CR that ends no line',
      '{}\r\r\n[]\r',
      [
        [1, '{}\r'],
        [2, '[]\r'],
      ],
    ],
    [
      'are counted where they are empty, and left out',
      '\n\r\n{}\n \t\n[]\n\n',
      [
        [3, '{}'],
        [5, '[]'],
      ],
    ],
    ['keep a byte order mark, which is no JSON', '\ufeff{}\n', [[1, '\ufeff{}']]],
    ['are none', '', []],
    ['are none in white space', ' \n\r\n', []],
  ])('%s', (_, text, lines) => {
    expect(split(text)).toEqual(lines);
  });

  it('are all bytes of it but line ends and blank lines, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const lines = splitLines(body);
        const expected = Buffer.from(body)
          .toString('latin1')
          .split('\n')
          .map((text, index, all) => (index < all.length - 1 ? text.replace(/\r$/, '') : text))
          .map((text, index) => ({ number: index + 1, text }))
          .filter(({ text }) => !/^[ \t\r]*$/.test(text));
        expect(
          lines.map(({ number, bytes }) => ({ number, text: Buffer.from(bytes).toString('latin1') })),
        ).toEqual(expected);
      }),
    );
  });
});
