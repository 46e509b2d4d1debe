/** Ends the flow tests' stack, which `flow-reporter.ts` has checked by then. */
export default async function tearDown(): Promise<void> {
  await globalThis.switchyardFlowRun?.stop();
}
