import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../source-files.ts';
import { LONG_TESTS } from './long-tests.ts';
import { longestFirst, spread } from './sequencer.ts';

const placed = (path: string) => ({ path: join(ROOT, path), context: { config: { rootDir: ROOT } } });
const pathsOf = (tests: readonly { readonly path: string }[]) =>
  tests.map(({ path }) => relative(ROOT, path));

it('test files never seen before begin with those that take long; the rest stays in its order', () => {
  const [first = '', second = ''] = LONG_TESTS;
  const tests = ['b.test.ts', 'b.flow.test.ts', second, 'a.test.ts', first].map(placed);
  expect(pathsOf(longestFirst(tests))).toEqual([first, second, 'b.test.ts', 'b.flow.test.ts', 'a.test.ts']);
});

it.each([
  [['1.flow', '2.flow', 'a', 'b', 'c', 'd', 'e'], '1.flow a b c 2.flow d e'],
  [['a', 'b', '1.flow', '2.flow', '3.flow'], '1.flow a 2.flow b 3.flow'],
  [['a', 'b'], 'a b'],
  [['1.flow'], '1.flow'],
  [[], ''],
])('what computes is spread between what waits: %j', (names, expected) => {
  const tests = names.map((name) => placed(`${name}.test.ts`));
  expect(pathsOf(spread(tests)).join(' ').replaceAll('.test.ts', '')).toBe(expected);
});

it('test files that are said to take long are there', () => {
  expect(LONG_TESTS.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
