import tearDownFlows from '../packages/local/testing/flow-teardown.ts';

/** Jest's `globalTeardown`. */
export default async function tearDown(): Promise<void> {
  await Promise.all([globalThis.switchyardTemplateRun?.stop(), tearDownFlows()]);
}
