import { describe, expect, it } from '@jest/globals';
import { checkSchema } from './check-schema.ts';
import { compileSchema } from './compile-schema.ts';

const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) });

it.each([
  [{ requird: ['a'] }, 'schema/requird is no keyword'],
  [{ constructor: {} }, 'schema/constructor is no keyword'],
  [
    { properties: { 'a/b': { type: 'text' } } },
    'schema/properties/a~1b/type must be one or several of null,',
  ],
  [{ properties: ['a'] }, 'schema/properties must be schemas, by name'],
  [{ items: 'a' }, 'schema/items must be a schema: an object, true or false'],
  [{ allOf: [] }, 'schema/allOf must be a list of schemas'],
  [{ anyOf: [{}, { minLength: -1 }] }, 'schema/anyOf/1/minLength must be a whole number from 0'],
  [{ minimum: '1' }, 'schema/minimum must be a number'],
  [{ multipleOf: 0 }, 'schema/multipleOf must be more than 0'],
  [{ required: 'a' }, 'schema/required must be a list of names'],
  [{ enum: 'a' }, 'schema/enum must be a list'],
  [{ uniqueItems: 1 }, 'schema/uniqueItems must be true or false'],
  [{ pattern: '(' }, 'schema/pattern must be a regular expression: '],
  [{ patternProperties: { '(': {} } }, 'schema/patternProperties must be a regular expression: '],
  [{ $ref: 'https://example.com/a.json' }, 'schema/$ref must be a place in the same schema'],
  [{ not: { $ref: '#/$defs/none' } }, 'schema/not/$ref "#/$defs/none" is not in this schema'],
  [{ $dynamicRef: '#a' }, 'schema/$dynamicRef is no keyword'],
  [{ $id: 'https://example.com' }, 'schema/$id is no keyword'],
  [
    { $schema: 'http://json-schema.org/draft-07/schema#' },
    'schema/$schema must be https://json-schema.org/draft',
  ],
  [{ $ref: '#' }, 'schema refers to itself without an end'],
  [deep(33), 'is deeper than 32 levels'],
  [{ description: 'x'.repeat(32 * 1024) }, 'schema must have at most 32768 bytes as JSON, not 32786'],
])('a schema that is none is refused with its place: %j', (schema, message) => {
  expect(() => checkSchema(schema)).toThrow(message);
});

const problemsOf = (schema: unknown, payload: string) =>
  compileSchema(checkSchema(schema))(Buffer.from(payload));

it.each([
  [{ required: ['toString'] }, '{}', '', 'Instance does not have required property "toString".'],
  [
    { properties: { a: { type: 'integer' } } },
    '{"a":1.5}',
    '/a',
    expect.stringContaining('Expected "integer"'),
  ],
  [
    { properties: { a: { items: { pattern: '^x' } } } },
    '{"a":["x","y"]}',
    '/a/1',
    expect.stringContaining('pattern'),
  ],
  [{ additionalProperties: false }, '{"a":1}', '/a', 'It is not allowed here.'],
  [{ unevaluatedProperties: false, properties: { b: true } }, '{"a":1}', '/a', 'It is not allowed here.'],
  [
    { properties: { a: { $ref: '#/$defs/b' } }, $defs: { b: { const: 2 } } },
    '{"a":1}',
    '/a',
    'Instance does not match 2.',
  ],
  [{ anyOf: [{ required: ['a'] }] }, '{"é/~":1}', '', 'Instance does not have required property "a".'],
  [{ propertyNames: { maxLength: 2 } }, '{"abc":1}', '/abc', expect.any(String)],
  [
    { additionalProperties: { $ref: '#' } },
    `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    '',
    'It is nested too deeply for its schema.',
  ],
  [
    { properties: { a: true }, additionalProperties: false },
    '{"\\ud800":1}',
    '',
    'A name in it is no Unicode text.',
  ],
])('a payload that does not match %j is told where', (schema, payload, path, message) => {
  expect(problemsOf(schema, payload)).toContainEqual({ path, message });
});

it.each([
  [{ properties: { constructor: { type: 'string' } } }, '{}'],
  [
    { properties: { data: { required: ['id'], properties: { id: { type: 'integer' } } } } },
    '{"data":{"id":1}}',
  ],
  [{ properties: { next: { $ref: '#' } }, 'x-owner': 'billing' }, '{"next":{"next":{}}}'],
  [true, '{}'],
])('a payload that matches %j has no problem', (schema, payload) => {
  expect(problemsOf(schema, payload)).toEqual([]);
});

describe('a check that does not come to its end', () => {
  it.each([
    ['a pattern', { properties: { a: { pattern: '^(a+)+$' } } }, `{"a":"${'a'.repeat(40)}b"}`],
    [
      'many comparisons',
      { properties: { a: { uniqueItems: true } } },
      `{"a":[${[...Array(60_000).keys()]}]}`,
    ],
  ])('is ended: %s', (_, schema, payload) => {
    const check = compileSchema(checkSchema(schema), 100);
    expect(() => check(Buffer.from(payload))).toThrow('took longer than 100 ms');
    expect(check(Buffer.from('{}'))).toEqual([]);
  });
});
