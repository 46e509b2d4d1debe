import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inParallel } from '@switchyard/core/in-parallel';
import { synthesize } from '../../src/session/synthesize.ts';
import type { BundleFlow } from './bundle-flow.ts';
import { BUNDLE_FLOWS, withoutFlow } from './bundle-flows.ts';
import { type BundleResult, crashBundles } from './crash-bundles.ts';
import { openCrashStack } from './open-crash-stack.ts';

/** Nothing waits for minutes here. */
const SETTINGS = {
  PREFIX: 'switchyard',
  RETRY_SCHEDULE: '0s',
  REPLIES_DELAY_SECONDS: '1',
  LOG_LEVEL: 'info',
};

/** They wait for leases, and for messages to be seen again; and know their own calls. */
const FLOWS_AT_ONCE = 4;

/** Each flow, with a crash before and after each call to AWS of a deployed bundle; prints a table. @returns whether all held */
export async function proveBundles(print: (line: string) => void): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-crash-'));
  try {
    await synthesize(directory, { ...process.env, ...SETTINGS });
    const stack = await openCrashStack(directory);
    print(row(['flow', 'function', 'calls', 'crash points', 'duplicates', 'violations']));
    const prove = async (flow: BundleFlow): Promise<BundleResult> => {
      const result = await crashBundles(stack, flow, 'all');
      const { calls, points, duplicates, failures } = result;
      print(row([flow.name, flow.functionName, calls.length, points, duplicates, failures.length]));
      return result;
    };
    const results = await inParallel(
      BUNDLE_FLOWS.filter(({ isAlone }) => !isAlone),
      FLOWS_AT_ONCE,
      prove,
    );
    for (const flow of BUNDLE_FLOWS.filter(({ isAlone }) => isAlone)) results.push(await prove(flow));
    const uncovered = withoutFlow(stack.functionNames);
    if (uncovered.length > 0) print(`\nNo flow has a crash of ${uncovered.join(', ')}.`);
    await stack.close();
    for (const { flow, failures } of results)
      for (const why of failures) print(`\n${flow.name}, a crash of ${flow.functionName} ${why}`);
    const points = results.reduce((sum, each) => sum + each.points, 0);
    const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
    print(
      `\n${results.length} flows of the bundles, ${points} crash points, ${failed} at which a promise did not hold.`,
    );
    return failed === 0 && uncovered.length === 0;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const row = (cells: readonly (string | number)[]): string =>
  cells
    .map((cell, index) => (index < 2 ? String(cell).padEnd(24) : String(cell).padStart(14)))
    .join('')
    .trimEnd();
