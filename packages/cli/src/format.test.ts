import { describe, expect, it } from '@jest/globals';
import { excerpt, formatBytes, formatPairs, printable, safeJson, withoutSteering } from './format.ts';

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

describe('what steers a terminal', () => {
  const CONTROLS = [
    0x07, 0x1b, 0x7f, 0x85, 0x9b, 0x061c, 0x200e, 0x202e, 0x2066, 0x2028, 0xfeff, 0xe0041,
  ].map((point) => String.fromCodePoint(point));

  it.each(CONTROLS.map((control) => [control.codePointAt(0)?.toString(16) ?? '', control]))(
    'U+%s is escaped in JSON, which means the same',
    (_, control) => {
      const value = { body: `a${control}b`, [`k${control}`]: 1 };
      const text = safeJson(value);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(JSON.parse(text)).toEqual(value);
    },
  );

  it('is not what people write', () => {
    expect(safeJson({ body: 'Zoë 🚀 日本' })).toBe('{"body":"Zoë 🚀 日本"}');
  });

  it('is replaced in text, but for colours', () => {
    const [esc, csi] = ['\u001b', '\u009b'];
    const text = `${esc}[31mred${esc}[39m ${csi}2J ${esc}]0;title\u0007 \u202eabc\tx\n`;
    expect(withoutSteering(text)).toBe(
      `${esc}[31mred${esc}[39m \ufffd2J \ufffd]0;title\ufffd \ufffdabc\tx\n`,
    );
  });
});
