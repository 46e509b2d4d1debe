import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { takeCanaries } from '../testing/canaries.ts';
import { BUNDLE_FLOWS, withoutFlow } from '../testing/crash/bundle-flows.ts';
import { crashBundles } from '../testing/crash/crash-bundles.ts';
import { type CrashStack, openCrashStack } from '../testing/crash/open-crash-stack.ts';
import { openFlowStack } from '../testing/flow-stack.ts';
import { contribute } from '../testing/run-evidence.ts';

let stack: CrashStack;
let controlUrl: string;
beforeAll(async () => {
  const flow = await openFlowStack();
  ({ controlUrl } = flow);
  stack = await openCrashStack(flow.assemblyDirectory);
  await flow.close();
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
    const { failures, points } = await crashBundles(stack, flow, 'kind');
    expect(failures).toEqual([]);
    expect(points).toBeGreaterThan(1);
  },
);

it('every function of the template is ended in a flow', () => {
  expect(stack.functionNames.length).toBeGreaterThan(5);
  expect(withoutFlow(stack.functionNames)).toEqual([]);
  expect(withoutFlow(['another'])).toEqual(['another']);
});
