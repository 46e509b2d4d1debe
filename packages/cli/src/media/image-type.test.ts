import { expect, it } from '@jest/globals';
import { imageType } from './image-type.ts';

it.each([
  ['89504e470d0a1a0a0000', 'image/png'],
  ['ffd8ffe000104a464946', 'image/jpeg'],
  [Buffer.from('GIF89a..').toString('hex'), 'image/gif'],
  [Buffer.from('RIFF\x01\x02\x03\x04WEBPVP8 ', 'latin1').toString('hex'), 'image/webp'],
  [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>').toString('hex'), undefined],
  [Buffer.from('<!doctype html>').toString('hex'), undefined],
  [Buffer.from('%PDF-1.7').toString('hex'), undefined],
  ['', undefined],
])('bytes that begin %s are %s', (hex, expected) => {
  expect(imageType(Buffer.from(hex, 'hex'))).toBe(expected);
});
