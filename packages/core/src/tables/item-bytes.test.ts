import { expect, it } from '@jest/globals';
import { itemBytes } from './item-bytes.ts';

it.each([
  ['text by its UTF-8', { ab: 'é🚚' }, 2 + 6],
  ['bytes', { ab: new Uint8Array(10) }, 2 + 10],
  ['a number by two digits a byte, and one', { ab: 1_775_192_767 }, 2 + 6],
  ['a number without the zeros at its end', { ab: 1_000_000 }, 2 + 2],
  ['true and null', { a: true, b: null }, 4],
  ['a list', { ab: ['default', 'x'] }, 2 + 3 + 2 + 8],
  ['a map', { ab: { provider: 'twilio', id: 'SM1' } }, 2 + 3 + 2 + 14 + 5],
  ['nothing of what is not there', { ab: undefined }, 0],
])('counts %s', (_, attributes, bytes) => {
  expect(itemBytes(attributes)).toBe(bytes);
});
