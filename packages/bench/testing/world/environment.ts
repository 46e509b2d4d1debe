import { type Fates, type SideEffect, UnansweredError } from './faults.ts';
import type { Activity, VirtualTime } from './virtual-time.ts';

/** How the SDK of a function asks: how often, and how long it waits for an answer. */
export type Client = { readonly attempts: number; readonly timeoutMs: number };

export type EnvironmentContext = {
  readonly time: VirtualTime;
  readonly fates: Fates;
  readonly random: () => number;
  readonly onEffect: (effect: SideEffect) => void;
};

/**
 * An environment of a function, with memory of its own. A crash ends all that runs in it: nothing of it ever goes on,
 * no `catch` and no `finally`, as when Lambda ends the process.
 */
export type Environment = {
  readonly isDead: () => boolean;
  readonly kill: (why: string) => void;
  readonly died: Promise<string>;
  /** One side effect. It takes a few milliseconds there and back. */
  readonly effect: <T>(what: string, run: () => T | Promise<T>, client?: Client) => Promise<T>;
  readonly sleep: (ms: number) => Promise<void>;
  /** For somebody else, while time goes on. */
  readonly wait: <T>(other: Promise<T>) => Promise<T>;
  /** Marks an invocation as begun; the function that it returns ends it. */
  readonly begin: () => () => void;
};

const RETRY_MS = 50;
const never = <T>(): Promise<T> => new Promise(() => undefined);

export function createEnvironment(world: EnvironmentContext, by: string): Environment {
  const { time, random } = world;
  const death = Promise.withResolvers<string>();
  let isDead = false;
  let activity: Activity | undefined;

  function kill(why: string): void {
    isDead = true;
    if (activity !== undefined) time.end(activity);
    death.resolve(why);
  }
  /** What runs beside an invocation stands still once that has ended, as Lambda freezes it. */
  async function sleep(ms: number): Promise<void> {
    if (isDead) return never();
    await (activity === undefined ? time.sleep(ms) : time.wait(activity, time.sleep(ms)));
    if (isDead) return never();
  }
  const latency = (): number => 1 + Math.floor(random() * 4);

  async function once<T>(effect: SideEffect, run: () => T | Promise<T>, { timeoutMs }: Client): Promise<T> {
    await sleep(latency());
    const fate = world.fates(effect);
    world.onEffect(effect);
    if (fate === 'crash_before') {
      kill(`crashed before ${effect.what}`);
      return never();
    }
    if (fate === 'refused') throw new UnansweredError('refused');
    if (typeof fate === 'object' && 'lateBeforeMs' in fate) {
      if (fate.lateBeforeMs > timeoutMs) {
        // It happens all the same, when whoever asked does not wait any more.
        time.at(time.clock() + fate.lateBeforeMs, () => void Promise.resolve(run()).catch(() => undefined));
        await sleep(timeoutMs);
        throw new UnansweredError('not answered in time');
      }
      await sleep(fate.lateBeforeMs);
    }
    const result = await run();
    if (fate === 'crash_after') {
      kill(`crashed after ${effect.what}`);
      return never();
    }
    if (fate === 'answer_lost') {
      await sleep(timeoutMs);
      throw new UnansweredError('the answer was lost');
    }
    if (typeof fate === 'object' && 'lateAfterMs' in fate) {
      await sleep(Math.min(fate.lateAfterMs, timeoutMs));
      if (fate.lateAfterMs > timeoutMs) throw new UnansweredError('not answered in time');
    }
    await sleep(latency());
    return result;
  }

  return {
    isDead: () => isDead,
    kill,
    died: death.promise,
    sleep,
    wait: (other) => (activity === undefined ? other : time.wait(activity, other)),
    async effect(what, run, client = { attempts: 1, timeoutMs: 60_000 }) {
      for (let attempt = 1; ; attempt += 1) {
        if (isDead) return never();
        try {
          return await once({ by, what }, run, client);
        } catch (error) {
          if (!(error instanceof UnansweredError) || attempt >= client.attempts) throw error;
          await sleep(RETRY_MS * attempt);
        }
      }
    },
    begin() {
      const mine = time.begin();
      activity = mine;
      return () => {
        time.end(mine);
        if (activity === mine) activity = undefined;
      };
    },
  };
}
