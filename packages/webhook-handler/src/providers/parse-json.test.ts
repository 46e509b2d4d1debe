import { expect, it } from '@jest/globals';
import { parseJson } from './parse-json.ts';

const unreadable = expect.objectContaining({ name: 'CallbackParseError' });
const parse = (text: string): unknown => parseJson(Buffer.from(text));

it.each([
  '{"a":[1,"}]\\",[{",null]}',
  '"\\\\"',
  '1',
  '[]',
  '["ü🚀"]',
  `[${'['.repeat(60)}${']'.repeat(60)}]`,
])('reads %s', (text) => {
  expect(parse(text)).toEqual(JSON.parse(text));
});

it.each(['', '{', '"', '{"a":}', '[1,]', 'x'])('refuses what is none: %s', (text) => {
  expect(() => parse(text)).toThrow(unreadable);
});

it.each([
  ['levels', '['.repeat(65) + ']'.repeat(65)],
  ['levels of objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ['levels that never end', '['.repeat(1_000_000)],
  ['values', `[${'0,'.repeat(100_000)}0]`],
  ['names', `{${'"a":1,'.repeat(50_000)}"b":2}`],
  ['empty objects', `[${'{},'.repeat(50_000)}{}]`],
])('refuses too many %s', (_, text) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ message: expect.stringContaining('more than') }),
  );
});
