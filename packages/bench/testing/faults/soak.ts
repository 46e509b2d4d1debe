import { lookAround } from '../reconcile/found.ts';
import { violations } from '../reconcile/rules.ts';
import { type Caller, createCaller } from '../world/caller.ts';
import type { Fate } from '../world/faults.ts';
import { createRandom } from '../world/random.ts';
import { withVirtualTimers } from '../world/with-virtual-timers.ts';
import { createWorld, type World } from '../world/world.ts';
import { addEndpoints } from './endpoints.ts';
import { createMessages } from './messages.ts';
import { randomFates } from './random-fates.ts';

const HOUR_MS = 3_600_000;
const TENANTS = ['acme', 'globex', 'initech', 'umbrella', 'hooli'];
/** Faults end after this; what was begun then has time to come to its end. */
const FAULTS_MS = 2 * HOUR_MS;
const LONGEST_MS = 48 * HOUR_MS;
/** The clocks of two functions differ by this at most. */
const SKEW_MS = 2_000;

export type SoakResult = {
  readonly acknowledged: number;
  /** Texts of persons that were accepted. */
  readonly messages: number;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly effects: number;
  /** How often each kind of fault was met. */
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
};

/** Sends events of several tenants while everything goes wrong now and then, and reconciles all of it at the end. */
export async function soak({
  seed,
  events,
}: {
  readonly seed: number;
  readonly events: number;
}): Promise<SoakResult> {
  const random = createRandom(seed);
  const skews = new Map<string, number>();
  const skewMs = (name: string): number => {
    const skew = skews.get(name) ?? Math.floor((random() - 0.5) * SKEW_MS);
    skews.set(name, skew);
    return skew;
  };
  const copies = (): number => (random() < 0.01 ? 2 : 1);
  const world = createWorld({ seed: seed + 1, skewMs, copies });
  const { time } = world;
  const overAt = time.clock() + FAULTS_MS;
  const isOver = (): boolean => time.clock() >= overAt;
  const caller = createCaller(world);
  addEndpoints(world, TENANTS, isOver);

  let effects = 0;
  const faults: Record<string, number> = {};
  world.state.onEffect = () => {
    effects += 1;
  };
  world.state.fates = randomFates(random, isOver, (fate) => {
    const name = nameOf(fate);
    faults[name] = (faults[name] ?? 0) + 1;
  });
  for (let number = 1; number <= events; number += 1)
    time.at(time.clock() + random() * FAULTS_MS * 0.9, () => void sendOne(caller, number, random));
  const messages = createMessages(world, caller);
  for (let number = 1; number <= events / 5; number += 1)
    time.at(time.clock() + random() * FAULTS_MS * 0.9, () => void messages.sendOne(number));
  for (let hour = 1; hour <= 12; hour += 1)
    time.at(time.clock() + hour * HOUR_MS, () => void world.expireHeld());

  const isQuiet = await withVirtualTimers(time, () => time.run(LONGEST_MS));
  const hits = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const found = lookAround(world, caller.acknowledged, hits);
  const deliveries: Record<string, number> = {};
  for (const { status } of found.deliveries) deliveries[status] = (deliveries[status] ?? 0) + 1;
  return {
    acknowledged: caller.acknowledged.length,
    deliveries,
    requests: found.receipts.length,
    effects,
    faults,
    messages: messages.accepted.length,
    violations: [
      ...messages.missing(),
      ...(isQuiet ? [] : [`It never ends: ${stillWaiting(world)}`]),
      ...violations(found),
    ],
  };
}

/** Most with a key, some of them twice at the same time, as an impatient sender does. */
async function sendOne({ send }: Caller, number: number, random: () => number): Promise<void> {
  const tenantId = TENANTS[number % TENANTS.length] ?? '';
  const body = JSON.stringify({ type: 'order.paid', number, text: 'x'.repeat(random() < 0.1 ? 15_000 : 10) });
  const key = random() < 0.8 ? { key: `key-${number}` } : {};
  const tries = [send(body, { tenantId, ...key })];
  if ('key' in key && random() < 0.1) tries.push(send(body, { tenantId, ...key }));
  // Whoever gives up has no promise.
  await Promise.allSettled(tries);
}

const nameOf = (fate: Exclude<Fate, 'done'>): string =>
  typeof fate === 'string' ? fate : 'lateBeforeMs' in fate ? 'late' : 'answer_late';

const stillWaiting = ({ queues }: World): string =>
  queues
    .all()
    .filter(({ messages }) => messages.size > 0)
    .map(({ name, messages }) => `${messages.size} in ${name}`)
    .join(', ');
