import { join } from 'node:path';
import { ROOT } from '../src/session/paths.ts';
import { type FlowRun, startFlowRun } from './flow-run.ts';

declare global {
  var switchyardFlowRun: FlowRun | undefined;
}

/** Jest's `globalSetup`. Costs nothing unless a flow test runs. */
export default async function setUp(): Promise<void> {
  // Tests start our programs some fifty times; this is where Node keeps what it has compiled of them.
  process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules/.cache/node');
  globalThis.switchyardFlowRun = await startFlowRun();
}
