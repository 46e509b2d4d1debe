import { describe, expect, it } from '@jest/globals';
import { splitMultipart } from './split-multipart.ts';

const split = (text: string, exact: boolean, maxParts = 10) => {
  const multipart = splitMultipart(Buffer.from(text), 'b', { exact, maxParts });
  return multipart && { ...multipart, parts: multipart.parts.map((part) => Buffer.from(part).toString()) };
};

describe.each([true, false])('a multipart (exact: %s)', (exact) => {
  it.each([
    ['two parts', '--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n', ['one', 'two'], true],
    ['text around them', 'x\r\n--b\r\none\r\n--b--\r\ny', ['one'], true],
    ['empty parts', '--b\r\n\r\n--b\r\n--b--', ['', ''], true],
    ['parts that begin with a line break', '--b\r\n\r\n\r\n--b--', ['\r\n'], true],
    ['no end', '--b\r\none\r\ntwo', ['one\r\ntwo'], false],
    ['no part', 'x', [], false],
    ['nothing but an end', '--b--', [], true],
    [
      'lines that only begin alike',
      '--b\r\n--bb\r\n--b--x\r\n -–b\r\n--b--',
      ['--bb\r\n--b--x\r\n -–b'],
      true,
    ],
  ])('has %s', (_, text, parts, isClosed) => {
    expect(split(text, exact)).toMatchObject({ parts, isClosed });
  });

  it('may have as many parts as are allowed, and no more', () => {
    const text = `${'--b\r\nx\r\n'.repeat(10)}--b--`;
    expect(split(text, exact)?.parts).toHaveLength(10);
    expect(split(`--b\r\nx\r\n${text}`, exact)).toBeUndefined();
  });
});

it('has bare line feeds and white space behind delimiters by RFC 2046 alone', () => {
  const text = '--b \none\n--b\t\r\ntwo\n--b-- \n';
  expect(split(text, false)).toMatchObject({ parts: ['one', 'two'], isClosed: true });
  expect(split(text, true)).toMatchObject({ parts: [], isClosed: false });
});

it('ends at the first closing delimiter by RFC 2046, and else at the last', () => {
  const text = '--b\r\none\r\n--b--\r\nmore\r\n--b\r\ntwo\r\n--b--\r\nend';
  expect(split(text, false)).toMatchObject({ parts: ['one'], earlyEnds: 0 });
  expect(split(text, true)).toMatchObject({
    parts: ['one\r\n--b--\r\nmore', 'two'],
    earlyEnds: 1,
    after: Buffer.from('end'),
  });
});
