import { describe, expect, it } from '@jest/globals';
import { itemBytes } from './item-bytes.ts';

describe('the size of an item', () => {
  it.each([
    ['text is its UTF-8', { name: { S: 'grün' } }, 4 + 5],
    ['bytes are counted decoded', { b: { B: Buffer.alloc(300).toString('base64') } }, 1 + 300],
    ['a number is a byte for two digits and one more', { n: { N: '12345' } }, 1 + 3 + 1],
    ['zeroes before and behind do not count', { n: { N: '-0.00120000' } }, 1 + 1 + 1],
    ['a flag is one byte', { f: { BOOL: false } }, 1 + 1],
    ['null is one byte', { f: { NULL: true } }, 1 + 1],
    ['an empty list has its own bytes', { l: { L: [] } }, 1 + 3],
    [
      'each element of a list has one more',
      { l: { L: [{ S: 'ab' }, { S: 'c' }] } },
      1 + 3 + (1 + 2) + (1 + 1),
    ],
    [
      'each entry of a map has one more, and its name',
      { m: { M: { key: { S: 'ab' } } } },
      1 + 3 + (1 + 3 + 2),
    ],
    ['a set is its members', { s: { SS: ['ab', 'c'] } }, 1 + 3],
  ])('%s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });

  it('a value of no known type is an error, not nothing', () => {
    expect(() => itemBytes({ a: { X: '1' } })).toThrow('not a type of value: X');
    expect(() => itemBytes({ a: 'text' })).toThrow('not a value');
    expect(() => itemBytes(undefined)).toThrow('not an item');
  });
});
