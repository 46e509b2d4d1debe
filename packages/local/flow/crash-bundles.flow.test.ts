import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { takeCanaries } from '../testing/canaries.ts';
import { BUNDLE_FLOWS, type BundleFlow } from '../testing/crash/bundle-flows.ts';
import { type BundleResult, crashBundles } from '../testing/crash/crash-bundles.ts';
import { type CrashStack, openCrashStack } from '../testing/crash/open-crash-stack.ts';
import { openFlowStack } from '../testing/flow-stack.ts';
import { contribute } from '../testing/run-evidence.ts';

let stack: CrashStack;
let controlUrl: string;
/** All at the same time: they wait for one message or lease after another. */
let results: ReadonlyMap<BundleFlow, Promise<BundleResult>>;
beforeAll(async () => {
  const flow = await openFlowStack();
  ({ controlUrl } = flow);
  stack = await openCrashStack(flow.assemblyDirectory);
  await flow.close();
  results = new Map(flows.map((each) => [each, crashBundles(stack, each, 'kind')]));
});
afterAll(async () => {
  const evidence = { permissions: [stack.permissions()], lines: stack.lines, canaries: takeCanaries() };
  await stack.close();
  await contribute(controlUrl, evidence);
});

const flows = BUNDLE_FLOWS.filter(({ isLong }) => !isLong);

it.each(flows.map((flow) => [flow.name, flow.functionName, flow] as const))(
  '%s keeps every promise when the bundle of %s ends at a call of any kind',
  async (_, __, flow) => {
    const result = await results.get(flow);
    expect(result?.failures).toEqual([]);
    expect(result?.points).toBeGreaterThan(2);
  },
);
