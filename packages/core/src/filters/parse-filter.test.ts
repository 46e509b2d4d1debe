import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FilterError } from './filter-error.ts';
import { filterSchema } from './filter-schema.ts';
import { parseFilter } from './parse-filter.ts';

const nested = (depth: number): object => (depth === 0 ? { a: [1] } : { a: nested(depth - 1) });
const alternatives = (count: number) => ({
  $or: Array.from({ length: count }, (_, at) => ({ [`f${at}`]: [1] })),
});

describe('a pattern that cannot be', () => {
  it.each<[unknown, string, string]>([
    [[], '', 'an object'],
    [null, '', 'an object'],
    [{}, '', 'not be empty'],
    [{ a: {} }, 'a', 'not be empty'],
    [{ a: [] }, 'a', 'empty list'],
    [{ a: 'x' }, 'a', 'a list of what the field may be'],
    [{ a: [['x']] }, 'a.0', 'an object with one matcher'],
    [{ a: [{}] }, 'a.0', 'one matcher'],
    [{ a: ['x', { prefix: 'a', suffix: 'b' }] }, 'a.1', 'one matcher'],
    [{ a: [{ exists: true, prefix: 'b' }] }, 'a.0', 'one matcher'],
    [{ a: [{ exists: 'yes' }] }, 'a.0.exists', 'true or false'],
    [{ a: [{ startsWith: 'x' }] }, 'a.0.startsWith', 'use one of prefix, suffix'],
    [{ a: [{ constructor: 'x' }] }, 'a.0.constructor', 'use one of prefix, suffix'],
    [{ a: [{ prefix: 1 }] }, 'a.0.prefix', 'must be text'],
    [{ a: [{ prefix: { wildcard: 'x' } }] }, 'a.0.prefix.wildcard', 'equals-ignore-case'],
    [{ a: [{ 'equals-ignore-case': { prefix: 'x' } }] }, 'a.0.equals-ignore-case', 'must be text'],
    [{ a: [{ wildcard: 'a**' }] }, 'a.0.wildcard', 'two asterisks in a row at 1'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'a.0.wildcard', 'backslash at 1'],
    [{ a: [{ wildcard: 'a\\' }] }, 'a.0.wildcard', 'backslash at 1'],
    [{ a: [{ numeric: [] }] }, 'a.0.numeric', 'such as'],
    [{ a: [{ numeric: '>1' }] }, 'a.0.numeric', 'such as'],
    [{ a: [{ numeric: ['!=', 1] }] }, 'a.0.numeric.0', 'one of ='],
    [{ a: [{ numeric: ['>', '1'] }] }, 'a.0.numeric.1', 'a number'],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'a.0.numeric', 'lower bound first'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'a.0.numeric', 'holds for no number'],
    [{ a: [2 ** 53] }, 'a.0', 'must be between'],
    [{ a: [{ numeric: ['>', 1e300] }] }, 'a.0.numeric.1', 'must be between'],
    [{ a: [{ cidr: '10.0.0.1' }] }, 'a.0.cidr', 'address range'],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, 'a.0.cidr', 'address range'],
    [{ a: [{ cidr: 'fe80::%1/64' }] }, 'a.0.cidr', 'address range'],
    [{ a: [{ 'anything-but': [] }] }, 'a.0.anything-but', 'empty list'],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'a.0.anything-but', 'only texts or only numbers'],
    [{ a: [{ 'anything-but': null }] }, 'a.0.anything-but', 'only texts or only numbers'],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'a.0.anything-but.prefix', 'not be empty'],
    [{ a: [{ 'anything-but': { numeric: ['>', 1] } }] }, 'a.0.anything-but.numeric', 'one of prefix'],
    [{ $or: { a: [1] } }, '$or', 'at least two'],
    [{ $or: [{ a: [1] }] }, '$or', 'at least two'],
    [{ b: { $or: [{ a: [1] }, 1] } }, 'b.$or.1', 'an object'],
    [{ $or: [{ a: [1] }, { prefix: ['x'] }] }, '$or.1.prefix', 'a matcher'],
    [{ a: [1], $or: [{ a: [2] }, { b: [1] }] }, '$or', 'names the field "a" a second time'],
    [nested(10), 'a.a.a.a.a.a.a.a.a.a', '10 objects deep'],
    [alternatives(51), '$or', 'more than 50'],
    [{ a: alternatives(8), b: alternatives(8) }, 'b', 'more than 50'],
  ])('%j is refused at "%s"', (pattern, path, message) => {
    expect(() => parseFilter(pattern)).toThrow(
      expect.objectContaining({
        path: path === '' ? [] : pathOf(path),
        message: expect.stringContaining(message),
      }),
    );
  });
});

/** With the numbers of lists as numbers. */
const pathOf = (text: string) => text.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));

it('refuses one that is too long', () => {
  expect(() => parseFilter({ a: ['x'.repeat(5_000)] })).toThrow('has 5010 characters, of at most 4096');
});

it('takes what is as large as may be', () => {
  expect(parseFilter(nested(9)).alternatives).toHaveLength(1);
  expect(parseFilter(alternatives(50)).alternatives).toHaveLength(50);
  expect(parseFilter({ a: ['x'.repeat(4_086)] }).alternatives).toHaveLength(1);
});

it('reads any JSON or says why not', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (pattern) => {
      try {
        expect(parseFilter(pattern).alternatives.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError);
      }
    }),
  );
});

it('keeps every field in a schema, and says of what is no object that it must be one', () => {
  const pattern: unknown = JSON.parse('{"__proto__": {"a": [1]}, "b": [2]}');
  expect(JSON.stringify(filterSchema.parse(pattern))).toBe('{"__proto__":{"a":[1]},"b":[2]}');
  expect(filterSchema.safeParse([]).error?.issues).toMatchObject([
    { path: [], message: 'must be an object' },
  ]);
});

it('gives each error its place in a schema', () => {
  const { error } = filterSchema.safeParse({ data: { amount: [{ numeric: ['>', 'a'] }] } });
  expect(error?.issues).toEqual([
    expect.objectContaining({ path: ['data', 'amount', 0, 'numeric', 1], message: 'must be a number' }),
  ]);
});
