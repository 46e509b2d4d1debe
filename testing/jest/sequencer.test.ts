import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../source-files.ts';
import { LONG_TESTS } from './long-tests.ts';
import { longestFirst } from './sequencer.ts';

it('test files never seen before begin with those that take long, then flow tests; the rest stays in its order', () => {
  const [first = '', second = ''] = LONG_TESTS;
  const paths = ['b.test.ts', 'b.flow.test.ts', second, 'a.test.ts', first, 'a.flow.test.ts'];
  const tests = paths.map((path) => ({ path: join(ROOT, path), context: { config: { rootDir: ROOT } } }));
  expect(longestFirst(tests).map(({ path }) => path)).toEqual(
    [first, second, 'b.flow.test.ts', 'a.flow.test.ts', 'b.test.ts', 'a.test.ts'].map((path) =>
      join(ROOT, path),
    ),
  );
});

it('test files that are said to take long are there', () => {
  expect(LONG_TESTS.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
