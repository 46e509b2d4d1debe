import * as z from 'zod';

/** What jest's reporters are told at the end, as far as it is needed here. */
export const testResultsSchema = z.object({
  testResults: z.array(
    z.object({
      testFilePath: z.string(),
      /** No test of the file was run. */
      skipped: z.boolean(),
      numFailingTests: z.number(),
      /** Skipped, or not of the name that was asked for. */
      numPendingTests: z.number(),
      testExecError: z.unknown().optional(),
    }),
  ),
});
export type TestResults = z.infer<typeof testResultsSchema>;

export type FlowCoverage = {
  readonly files: number;
  /** Names of flow test files that did not run to their end with all their tests. */
  readonly missing: readonly string[];
};

/** Whatever narrowed a run, a pattern, a name, a failure or a focused test, shows in what ran. */
export function flowCoverage(files: readonly string[], { testResults }: TestResults): FlowCoverage {
  const complete = new Set(
    testResults
      .filter(
        ({ skipped, numFailingTests, numPendingTests, testExecError }) =>
          !skipped && numFailingTests === 0 && numPendingTests === 0 && (testExecError ?? null) === null,
      )
      .map(({ testFilePath }) => testFilePath),
  );
  return {
    files: files.length,
    missing: files.filter((file) => !complete.has(file)).map((file) => file.replace(/^.*\//, '')),
  };
}
