import { expect, it } from '@jest/globals';
import { flowCoverage, type TestResults } from './flow-coverage.ts';

const FILES = ['/repo/flow/a.flow.test.ts', '/repo/flow/b.flow.test.ts'];
type Result = TestResults['testResults'][number];
const result = (testFilePath: string, changes: Partial<Result> = {}): Result => ({
  testFilePath,
  skipped: false,
  numFailingTests: 0,
  numPendingTests: 0,
  ...changes,
});
const coverage = (...testResults: Result[]) => flowCoverage(FILES, { testResults });
const [a = '', b = ''] = FILES;

it('a run of all flow test files, and of others, is full', () => {
  expect(coverage(result(b), result('/repo/src/c.test.ts', { skipped: true }), result(a))).toEqual({
    files: 2,
    missing: [],
  });
});

it.each([
  ['was not chosen', []],
  ['was skipped', [result(b, { skipped: true })]],
  ['ran in part', [result(b, { numPendingTests: 1 })]],
  ['failed', [result(b, { numFailingTests: 1 })]],
  ['could not be run', [result(b, { testExecError: { message: 'SyntaxError' } })]],
])('a run in which a file %s is not', (_name, rest) => {
  expect(coverage(result(a), ...rest)).toEqual({ files: 2, missing: ['b.flow.test.ts'] });
});
