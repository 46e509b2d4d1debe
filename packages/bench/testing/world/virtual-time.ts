type Timer = { readonly at: number; readonly order: number; readonly run: () => void };

/** Somebody who runs: a function's environment, or a caller. While it waits for nothing, time stands still. */
export type Activity = {
  /** Waits that the world ends: for a time, for an answer. */
  waits: number;
  isDone: boolean;
};

/** So many turns of the event loop without anything that happens: somebody waits for what never comes. */
const MOST_IDLE_TURNS = 20_000;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A time that moves only when all that run wait for it: to the next timer, at once. So hours pass in milliseconds, and
 * the same seed gives the same order of all calls.
 */
export function createVirtualTime(startMs: number) {
  let now = startMs;
  let order = 0;
  const timers: Timer[] = [];
  const activities = new Set<Activity>();

  function at(ms: number, run: () => void): void {
    order += 1;
    const timer = { at: Math.max(Math.ceil(ms), now), order, run };
    // Most are due soon after the others: looked for from the end.
    let index = timers.length;
    while (index > 0 && isLater(timer, timers[index - 1])) index -= 1;
    timers.splice(index, 0, timer);
  }

  async function settle(): Promise<void> {
    let idle = 0;
    await nextTurn();
    for (;;) {
      const busy = [...activities].filter(({ waits }) => waits === 0);
      if (busy.length === 0) return;
      idle += 1;
      if (idle > MOST_IDLE_TURNS) throw new Error('Something runs and never ends, nor waits for a time.');
      await nextTurn();
    }
  }

  return {
    clock: () => now,
    at,
    /** Waits in the name of an activity until a promise is settled that the world settles. */
    async wait<T>(activity: Activity, promise: Promise<T>): Promise<T> {
      activity.waits += 1;
      try {
        return await promise;
      } finally {
        activity.waits -= 1;
      }
    },
    sleep: (ms: number): Promise<void> => new Promise((resolve) => at(now + ms, resolve)),
    begin(): Activity {
      const activity = { waits: 0, isDone: false };
      activities.add(activity);
      return activity;
    },
    end(activity: Activity): void {
      activity.isDone = true;
      activities.delete(activity);
    },
    /** Until nothing is left to happen, or so long. @returns whether nothing is left */
    async run(forMs = Number.POSITIVE_INFINITY): Promise<boolean> {
      const until = now + forMs;
      for (;;) {
        await settle();
        const next = timers.at(-1);
        if (next === undefined) return true;
        if (next.at > until) {
          now = until;
          return false;
        }
        timers.pop();
        now = next.at;
        next.run();
      }
    },
  };
}

/** The timers are in the order of their falling time: the next one is the last. */
const isLater = (timer: Timer, other: Timer | undefined): boolean =>
  other !== undefined && (timer.at > other.at || (timer.at === other.at && timer.order > other.order));

export type VirtualTime = ReturnType<typeof createVirtualTime>;
