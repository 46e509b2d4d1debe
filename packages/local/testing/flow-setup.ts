import { type FlowRun, startFlowRun } from './flow-run.ts';

declare global {
  var switchyardFlowRun: FlowRun | undefined;
}

/** Costs nothing unless a flow test runs. */
export default async function setUp(): Promise<void> {
  globalThis.switchyardFlowRun = await startFlowRun();
}
