import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from './decode-text.ts';

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const JAPANESE = Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]);

it.each([
  ['utf-8', Buffer.from('Zoë 🚀'), 'Zoë 🚀'],
  ['"ISO-8859-1"', Buffer.from('Zoë', 'latin1'), 'Zoë'],
  [' us-ascii ', Buffer.from('Zoe'), 'Zoe'],
  ['gb18030', Buffer.from([0xc0, 0xee]), '李'],
  ['gb2312', Buffer.from([0xc0, 0xee, 0xc0, 0xee]), '李李'],
  ['utf-16le', Buffer.from('李', 'utf16le'), '李'],
  ['utf-16', Buffer.from('Zoë', 'utf16le'), 'Zoë'],
  ['utf-16', utf16be('Zoë'), 'Zoë'],
  ['utf-16be', utf16be('李'), '李'],
  ['utf-16', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be('李')]), '李'],
  ['iso-2022-jp', JAPANESE, '日本'],
  ['cp932', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
  ['windows-949', Buffer.from([0xc7, 0xd1]), '한'],
  ['utf-7', Buffer.from('Zoë'), 'Zoë'],
  ['utf8mb4', Buffer.from('Zoë'), 'Zoë'],
  [undefined, Buffer.from('Zoë', 'latin1'), 'Zoë'],
  [undefined, Buffer.from('Zoë'), 'Zoë'],
])('decodes %s', (charset, bytes, text) => {
  expect(decodeText(bytes, charset)).toBe(text);
});

it.each([
  ['us-ascii', 'UTF-8', Buffer.from('Grüße 🚀'), 'Grüße 🚀'],
  ['ANSI_X3.4-1968', 'UTF-8', Buffer.from('Grüße'), 'Grüße'],
  ['us-ascii', 'windows-1252', Buffer.from('Grüße', 'latin1'), 'Grüße'],
  ['utf-8', 'windows-1252', Buffer.from([0x93, 0x47, 0x72, 0xfc, 0xdf, 0x65, 0x94]), '“Grüße”'],
  ['utf-8', 'UTF-16', Buffer.from('Grüße', 'utf16le'), 'Grüße'],
  ['us-ascii', 'UTF-16', utf16be('Hello'), 'Hello'],
  ['utf-8', 'ISO-2022-JP', JAPANESE, '日本'],
  ['us-ascii', 'ISO-2022-JP', JAPANESE, '日本'],
  ['iso-2022-jp', 'UTF-8', Buffer.from('日本'), '日本'],
  ['utf-16', 'UTF-8', Buffer.from('Hello there'), 'Hello there'],
  ['utf-16', 'UTF-8 of odd length', Buffer.from('日本'), '日本'],
  ['gb18030', 'UTF-8', Buffer.from('你好，世界'), '你好，世界'],
  ['big5', 'UTF-8', Buffer.from('你好'), '你好'],
  ['shift_jis', 'UTF-8', Buffer.from('日本語のメール'), '日本語のメール'],
  ['euc-kr', 'UTF-8', Buffer.from('한국어'), '한국어'],
  ['iso-8859-1', 'UTF-8 with what ISO 8859 lacks', Buffer.from('“quoted”'), '“quoted”'],
  ['unknown-8bit', 'windows-1252', Buffer.from('Grüße', 'latin1'), 'Grüße'],
])('does not believe %s of what is %s', (label, _, bytes, text) => {
  expect(decodeText(bytes, label)).toBe(text);
});

it.each([
  ['utf-8', Buffer.concat([Buffer.from('Grüße, schöne'), Buffer.from([0xc3])]), 'Grüße, schöne\uFFFD'],
  ['us-ascii', Buffer.concat([Buffer.from([0xff]), Buffer.from(' Grüße')]), '\uFFFD Grüße'],
  ['gb18030', Buffer.from([0xc0, 0xee, 0xc0, 0xee, 0xff]), '李李\uFFFD'],
])('loses only what is damaged in a text of %s', (label, bytes, text) => {
  expect(decodeText(bytes, label)).toBe(text);
});

it('never fails', () => {
  const labels = fc.oneof(fc.string(), fc.constantFrom('utf-16', 'gb18030', 'iso-2022-jp', 'us-ascii'));
  fc.assert(
    fc.property(fc.uint8Array(), fc.option(labels, { nil: undefined }), (bytes, charset) => {
      expect(typeof decodeText(bytes, charset)).toBe('string');
    }),
  );
});
