import { expect, it } from '@jest/globals';
import { namedByUpdate } from './named-by-update.ts';

it.each<[string, Record<string, unknown>, string[]]>([
  ['its key', { Key: { pk: { S: 'a' } } }, ['pk']],
  ['what it sets and what it compares', { UpdateExpression: 'SET a = :b, c=:d REMOVE e' }, ['a', 'c', 'e']],
  [
    'what its condition names',
    { ConditionExpression: 'attribute_exists(pk) AND (a<:b OR NOT c IN (:d))' },
    ['pk', 'a', 'c'],
  ],
  [
    'what a placeholder stands for',
    { UpdateExpression: 'set #s = :s', ExpressionAttributeNames: { '#s': 'status' } },
    ['status'],
  ],
  [
    'the beginning of a path',
    { UpdateExpression: 'SET a.b[0] = if_not_exists(a.c, :d) ADD e.#f :g' },
    ['a', 'e'],
  ],
])('an update names %s', (_, body, expected) => {
  expect(namedByUpdate(body)).toEqual(expected);
});
