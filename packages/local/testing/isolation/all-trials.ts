import { callbackTrials } from './callback-trials.ts';
import { deadLetterTrials } from './dead-letter-trials.ts';
import { otherTenantTrials } from './other-tenant-trials.ts';
import { pageTokenTrials } from './page-token-trials.ts';
import { portalLinkTrials } from './portal-link-trials.ts';
import { differences, type Snapshot, type Stage, snapshotOf, type Trial } from './stage.ts';
import { strangerTrials } from './stranger-trials.ts';
import { templateTrials } from './template-trials.ts';

/**
 * All that is tried, in this order: another tenant ends with having things of its own under the first one's names, and
 * what an operator purges is gone.
 */
export const TRIALS = {
  template: templateTrials,
  strangers: strangerTrials(),
  'page tokens': pageTokenTrials(),
  'links to the portal': portalLinkTrials,
  'another tenant': otherTenantTrials(),
  callbacks: callbackTrials,
  'dead letters, replays': deadLetterTrials,
} as const satisfies Readonly<Record<string, readonly Trial[]>>;

export type Violation = { readonly of: string; readonly name: string; readonly why: string };

/** Of those that change nothing. */
const AT_ONCE = 6;

/** Tries all of these, and looks afterwards whether the first tenant finds everything as it was. */
export async function violationsOf(stage: Stage, trials: readonly Trial[]): Promise<readonly Violation[]> {
  const before = await look(stage);
  const found: Violation[] = [];
  const waiting = [...trials];
  const work = async (): Promise<void> => {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      const why = await trial.run(stage).catch((error: unknown) => `It failed: ${String(error)}`);
      if (why !== undefined) found.push({ of: trial.of, name: trial.name, why });
    }
  };
  const atOnce = trials.every(({ changesNothing }) => changesNothing) ? AT_ONCE : 1;
  await Promise.all(Array.from({ length: atOnce }, work));
  const after = await look(stage);
  for (const why of differences(before.read, after.read))
    found.push({ of: 'the first tenant', name: 'what it reads afterwards', why });
  if (after.received !== before.received)
    found.push({
      of: 'the first tenant',
      name: 'what its endpoint got',
      why: `${after.received - before.received} requests more than before`,
    });
  return found;
}

async function look({
  first,
  second,
}: Stage): Promise<{ readonly read: readonly Snapshot[]; readonly received: number }> {
  return { read: await snapshotOf(first, second), received: first.tenant.endpoint.deliveries.length };
}
