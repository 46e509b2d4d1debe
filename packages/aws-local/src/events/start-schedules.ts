import { randomUUID } from 'node:crypto';
import { AssemblyError } from '../errors.ts';
import type { Functions } from '../lambda/create-functions.ts';
import { createMayInvoke } from '../lambda/may-invoke.ts';
import type { Stack } from '../template/load-stack.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import { type Rule, type RuleTarget, readRule } from './read-rule.ts';

/** Longer than this a timer of Node's does not wait. */
const MAX_TIMER_MS = 2_147_483_647;

export type Schedules = {
  readonly count: number;
  readonly unsupported: readonly string[];
  /** Runs a rule now, by its logical id; resolves when its functions have answered. */
  readonly fire: (logicalId: string) => Promise<void>;
  readonly stop: () => void;
};

/** Runs the rules of EventBridge that have a rate, each for the first time once that has passed, as on AWS. */
export function startSchedules(stack: Stack, functions: Functions, region: string): Schedules {
  const mayInvoke = createMayInvoke(stack, 'events.amazonaws.com');
  const rules = stack.ofType('AWS::Events::Rule').map(readRule);

  function refusalOf({ arn }: Rule, target: RuleTarget): string | undefined {
    const found = functions.find(target.arn);
    if (found === undefined) return `its target ${target.arn} is no function of this stack`;
    return mayInvoke(target.arn, arn) ? undefined : `it has no permission to invoke ${target.arn}`;
  }

  async function run(rule: Rule): Promise<void> {
    const runnable = rule.targets.filter((target) => refusalOf(rule, target) === undefined);
    await Promise.all(
      // A failure shows in the function's log.
      runnable.map(({ arn, input }) =>
        functions
          .get(arn)
          .invoke(input ?? scheduledEvent(rule, region))
          .catch(() => undefined),
      ),
    );
  }

  const timers = rules.flatMap((rule) => {
    if (rule.everyMs === undefined || rule.everyMs > MAX_TIMER_MS) return [];
    const timer = setInterval(() => void run(rule), rule.everyMs);
    return [timer.unref()];
  });
  return {
    count: timers.length,
    unsupported: rules.flatMap((rule) =>
      [...rule.unsupported, ...rule.targets.flatMap((target) => refusalOf(rule, target) ?? [])].map(
        (what) => `${rule.logicalId} (AWS::Events::Rule): ${what}`,
      ),
    ),
    fire: async (logicalId) => {
      const rule = rules.find((each) => each.logicalId === logicalId);
      const known = rules.map((each) => each.logicalId).join(', ');
      if (rule === undefined) throw new AssemblyError(`No rule ${logicalId}; there are ${known}.`);
      await run(rule);
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

const scheduledEvent = ({ arn }: Rule, region: string): string =>
  JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT_ID,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn],
    detail: {},
  });
