import { describe, expect, it } from '@jest/globals';
import { visibleParts } from './visible-text.ts';

const shown = (text: string): string =>
  visibleParts(text)
    .map(({ kind, text: part }) => (kind === 'hidden' ? `[${part}]` : part))
    .join('');

describe('text that a stranger wrote', () => {
  it.each([
    ['a right-to-left override', 'invoice\u202Efdp.exe', 'invoice[U+202E]fdp.exe'],
    ['an isolate', 'a\u2067b\u2069c', 'a[U+2067]b[U+2069]c'],
    ['control characters', 'a\u0000b\u001b[31mc\u007f', 'a[U+0000]b[U+001B][31mc[U+007F]'],
    ['a carriage return', 'a\r\nb', 'a[U+000D]\nb'],
    ['what has no width', 'pay\u200bpal\ufeff', 'pay[U+200B]pal[U+FEFF]'],
    ['tags', 'a\u{e0061}b', 'a[U+E0061]b'],
    ['a line separator', 'a\u2028b', 'a[U+2028]b'],
    ['a lone surrogate', 'a\ud800b', 'a[U+D800]b'],
  ])('shows %s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each(['plain text, 1 + 1 = 2', 'Zoë\tMüller\nשלום مرحبا 你好', '👩‍💻 ❤️ 🇩🇪', '<b>&amp;</b>'])(
    'leaves %j as it is',
    (text) => {
      expect(visibleParts(text)).toEqual([{ kind: 'text', text }]);
    },
  );

  it('loses nothing of a long one', () => {
    const text = 'x\u202e'.repeat(50_000);
    expect(visibleParts(text)).toHaveLength(100_000);
  });
});
