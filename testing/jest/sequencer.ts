import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { LONG_TESTS } from './long-tests.ts';

/** As `require` has it: what its types say of `import` is not so. */
type TestSequencer = typeof import('@jest/test-sequencer', { with: { 'resolution-mode': 'require' }});
type Tests = Parameters<InstanceType<TestSequencer['default']>['sort']>[0];

const jestSequencer: TestSequencer = createRequire(import.meta.url)('@jest/test-sequencer');

/**
 * One of jest's `testSequencer`s. Jest starts with the files that took longest; where it has not seen them run, as after
 * each checkout, with the largest ones, and so comes to some of three lines that take half a minute when nothing else is
 * left. And those that take long wait for the stack, all at once, while nothing uses the processor.
 */
export default class LongestFirst extends jestSequencer.default {
  override async sort(tests: Tests): Promise<Tests> {
    const sorted = await super.sort(tests);
    const wereSeen = sorted.some(({ duration }) => duration !== undefined);
    return spread(wereSeen ? sorted : longestFirst(sorted));
  }
}

type Placed = { readonly path: string; readonly context: { readonly config: { readonly rootDir: string } } };

const isFlow = ({ path }: Placed): boolean => path.endsWith('.flow.test.ts');

/** The order among equals stays. */
export function longestFirst<T extends Placed>(tests: readonly T[]): T[] {
  const rank = ({ path, context }: T): number => {
    const at = LONG_TESTS.indexOf(relative(context.config.rootDir, path));
    return at >= 0 ? at : LONG_TESTS.length;
  };
  return tests.toSorted((a, b) => rank(a) - rank(b));
}

/** Between the flow tests, which wait, as many others each time, which compute; each kind stays in its order. */
export function spread<T extends Placed>(tests: readonly T[]): T[] {
  const flows = tests.filter(isFlow);
  const others = tests.filter((test) => !isFlow(test));
  const each = Math.ceil(others.length / Math.max(flows.length, 1));
  return [
    ...flows.flatMap((flow, index) => [flow, ...others.slice(index * each, (index + 1) * each)]),
    ...others.slice(flows.length * each),
  ];
}
