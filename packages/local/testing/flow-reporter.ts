import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../src/session/paths.ts';
import { checkRun } from './check-run.ts';
import { flowCoverage, testResultsSchema } from './flow-coverage.ts';
import { PERMISSION_EXCEPTIONS } from './permission-exceptions.ts';
import { runEvidenceSchema } from './run-evidence.ts';

const FLOW_TESTS = join(ROOT, 'packages/local/flow');

/** One of jest's `reporters`: checks the whole run while its stack, which `globalSetup` has made, is still there. */
export default class FlowReporter {
  #failure: Error | undefined;

  async onRunComplete(_contexts: unknown, results: unknown): Promise<void> {
    try {
      await this.#check(results);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      console.log(`\n${this.#failure.message}`);
    }
  }

  /** Jest fails the run when there is one. */
  getLastError(): Error | undefined {
    return this.#failure;
  }

  /** @throws when the run must fail */
  async #check(results: unknown): Promise<void> {
    const stack = await globalThis.switchyardFlowRun?.started();
    if (stack?.kind !== 'ready') return;
    const response = await fetch(`${stack.controlUrl}/evidence`, { headers: { connection: 'close' } });
    const evidence = runEvidenceSchema.parse(await response.json());
    const files = (await readdir(FLOW_TESTS)).map((name) => join(FLOW_TESTS, name));
    const coverage = flowCoverage(files, testResultsSchema.parse(results));
    const { lines, problems } = checkRun(evidence, coverage, PERMISSION_EXCEPTIONS);
    console.log(`\n${lines.join('\n')}`);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}
