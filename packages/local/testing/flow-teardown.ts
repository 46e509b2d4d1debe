/** Ends the flow tests' stack, which `flow-reporter.ts` has judged by then. */
export default async function tearDown(): Promise<void> {
  await globalThis.switchyardFlowRun?.stop();
}
