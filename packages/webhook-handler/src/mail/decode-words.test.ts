import { expect, it } from '@jest/globals';
import { decodeWords } from './decode-words.ts';

it.each([
  ['plain', 'plain'],
  ['=?utf-8?Q?Gr=C3=BC=C3=9Fe_x?= and more', 'Grüße x and more'],
  ['=?UTF-8?b?R3LDvMOfZQ==?=', 'Grüße'],
  ['a =?utf-8?q?b?= c =?utf-8?q?d?=', 'a b c d'],
  ['=?utf-8?q?b?=\t =?iso-8859-1?q?=FC?=', 'bü'],
  ['=?utf-8?q?=C3?= =?utf-8?q?=BC?=', 'ü'],
  ['=?utf-8*en?q?=C3=BC?=', 'ü'],
  ['=?us-ascii?q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
  ['=?utf-8?q?Gr=FC=DFe?=', 'Grüße'],
  ['=?gb18030?b?wO4=?=', '李'],
  ['=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=', '日本'],
  ['=?x-nobody?q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
  ['=?utf-8?x?not?= =?utf-8?q?open', '=?utf-8?x?not?= =?utf-8?q?open'],
])('reads %s', (header, text) => {
  expect(decodeWords(header)).toBe(text);
});
