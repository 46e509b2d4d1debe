/**
 * Test files that take long for their size, the longest first, but not all that wait for the stack before those that
 * have something to do meanwhile. One that is missing here costs time at the end of a run, no more.
 */
export const LONG_TESTS: readonly string[] = [
  'packages/console/flow/operator.flow.test.ts',
  'packages/local/flow/isolation.flow.test.ts',
  'packages/bench/testing/crash/crash.test.ts',
  'packages/webhook-handler/src/providers/hostile-bodies.raw-mail.test.ts',
  'packages/webhook-handler/src/providers/hostile-bodies.others.test.ts',
  'packages/webhook-handler/src/providers/hostile-bodies.fields.test.ts',
  'packages/local/flow/crash-bundles.flow.test.ts',
  'packages/console/flow/portal-deliveries.flow.test.ts',
  'packages/console/flow/portal-session.flow.test.ts',
  'packages/local/flow/held.flow.test.ts',
  'packages/local/flow/inbound-spool.flow.test.ts',
  'packages/console/flow/portal-endpoints.flow.test.ts',
  'packages/bench/testing/faults/soak.test.ts',
  'packages/local/flow/demo.flow.test.ts',
];
