import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { LONG_TESTS } from './long-tests.ts';

/** As `require` has it: what its types say of `import` is not so. */
type TestSequencer = typeof import('@jest/test-sequencer', { with: { 'resolution-mode': 'require' }});
type Tests = Parameters<InstanceType<TestSequencer['default']>['sort']>[0];

const jestSequencer: TestSequencer = createRequire(import.meta.url)('@jest/test-sequencer');

/**
 * One of jest's `testSequencer`s. Jest starts with the files that took longest; where it has not seen them run, as after
 * each checkout, with the largest ones, and so comes to some of three lines that take half a minute when nothing else is left.
 */
export default class LongestFirst extends jestSequencer.default {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    return sorted.some(({ duration }) => duration !== undefined) ? sorted : longestFirst(sorted);
  }
}

type Placed = { readonly path: string; readonly context: { readonly config: { readonly rootDir: string } } };

/** The order among equals stays. */
export function longestFirst<T extends Placed>(tests: readonly T[]): T[] {
  const rank = ({ path, context }: T): number => {
    const at = LONG_TESTS.indexOf(relative(context.config.rootDir, path));
    if (at >= 0) return at;
    return LONG_TESTS.length + (path.endsWith('.flow.test.ts') ? 0 : 1);
  };
  return tests.toSorted((a, b) => rank(a) - rank(b));
}
