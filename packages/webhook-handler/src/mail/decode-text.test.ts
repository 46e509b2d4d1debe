import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from './decode-text.ts';

it.each([
  ['utf-8', Buffer.from('Zoë 🚀'), 'Zoë 🚀'],
  ['"ISO-8859-1"', Buffer.from('Zoë', 'latin1'), 'Zoë'],
  [' us-ascii ', Buffer.from('Zoe'), 'Zoe'],
  ['gb18030', Buffer.from([0xc0, 0xee]), '李'],
  ['utf-16le', Buffer.from('李', 'utf16le'), '李'],
  ['utf-7', Buffer.from('Zoë'), 'Zoë'],
  [undefined, Buffer.from('Zoë', 'latin1'), 'Zoë'],
])('decodes %s', (charset, bytes, text) => {
  expect(decodeText(bytes, charset)).toBe(text);
});

it('never fails', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), (bytes, charset) => {
      expect(typeof decodeText(bytes, charset)).toBe('string');
    }),
  );
});
