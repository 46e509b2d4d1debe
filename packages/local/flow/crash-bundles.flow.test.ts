import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { takeCanaries } from '../testing/canaries.ts';
import { BUNDLE_FLOWS, withoutFlow } from '../testing/crash/bundle-flows.ts';
import { type BundleResult, crashBundles } from '../testing/crash/crash-bundles.ts';
import { type CrashStack, openCrashStack } from '../testing/crash/open-crash-stack.ts';
import { openFlowStack } from '../testing/flow-stack.ts';
import { contribute } from '../testing/run-evidence.ts';

const flows = BUNDLE_FLOWS.filter(({ isLong }) => !isLong);

let stack: CrashStack;
let controlUrl: string;
/** All at once: they wait for leases and for messages to be seen again, and know their own calls. */
let results: readonly Promise<BundleResult>[];
beforeAll(async () => {
  const flow = await openFlowStack();
  ({ controlUrl } = flow);
  stack = await openCrashStack(flow.assemblyDirectory);
  await flow.close();
  results = flows.map((each) => crashBundles(stack, each, 'kind'));
});
afterAll(async () => {
  const evidence = { permissions: [stack.permissions()], lines: stack.lines, canaries: takeCanaries() };
  await stack.close();
  await contribute(controlUrl, evidence);
});

it.each(flows.map(({ name, functionName }, index) => [name, functionName, index] as const))(
  '%s keeps every promise when the bundle of %s ends at a call of any kind',
  async (_, __, index) => {
    const result = await results[index];
    expect(result?.failures).toEqual([]);
    expect(result?.points).toBeGreaterThan(1);
  },
);

it('every function of the template is ended in a flow', () => {
  expect(stack.functionNames.length).toBeGreaterThan(5);
  expect(withoutFlow(stack.functionNames)).toEqual([]);
  expect(withoutFlow(['another'])).toEqual(['another']);
});
