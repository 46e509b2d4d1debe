import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InboundFlow, openInboundFlow } from '../testing/inbound-flow.ts';
import { TRIALS, violationsOf } from '../testing/isolation/all-trials.ts';
import { genuineCallbacks } from '../testing/isolation/callback-trials.ts';
import { countFound } from '../testing/isolation/prove-isolation.ts';
import { setUpStage } from '../testing/isolation/set-up.ts';
import { type Stage, tenantOperations } from '../testing/isolation/stage.ts';

let flow: InboundFlow;
let stage: Stage;
beforeAll(async () => {
  flow = await openInboundFlow();
  stage = await setUpStage(flow);
});
afterAll(() => flow.close());

it.each(Object.entries(TRIALS))('nobody reaches what is another’s: %s', async (_, trials) => {
  expect(trials.length).toBeGreaterThan(2);
  expect(await violationsOf(stage, trials)).toEqual([]);
});

it('every operation for tenants is tried by strangers and by another tenant', () => {
  const tried = (trials: readonly { readonly of: string }[]) => new Set(trials.map(({ of }) => of));
  const names = tenantOperations.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(25);
  for (const trials of [TRIALS.strangers, TRIALS['another tenant']])
    expect(names.filter((name) => !tried(trials).has(name))).toEqual([]);
});

it.each(genuineCallbacks.map((trial) => [trial.of, trial] as const))(
  'the callback %s that was refused is taken when it is genuine',
  async (_, { run }) => {
    expect(await run(stage)).toBeUndefined();
  },
);

/** One of each kind; `pnpm prove isolation --planted` has them all. */
describe('a mistake', () => {
  let fresh: Stage;
  beforeAll(async () => {
    fresh = await setUpStage(flow);
  });

  it.each(['getEvent', 'listEvents', 'patchEndpoint', 'postReplay', 'deleteEventType'])(
    'in %s is found, whether it ignores the tenant or takes anybody',
    async (name) => {
      const operation = tenantOperations.find((each) => each.name === name);
      if (operation === undefined) throw new Error(`There is no operation ${name}.`);
      expect(await countFound(fresh, operation, 'ignores the tenant')).toBeGreaterThan(0);
      expect(await countFound(fresh, operation, 'takes anybody')).toBeGreaterThan(0);
    },
  );
});
