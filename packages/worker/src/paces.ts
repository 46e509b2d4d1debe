import type { Clock } from '@switchyard/core/clock';

/** How long requests to each endpoint have lasted of late, in this environment. */
export type Paces = {
  note(id: string, durationMs: number): void;
  /** The longest of the last minute or two. @returns undefined after so few requests that it says nothing */
  longest(id: string): number | undefined;
};

const PERIOD_MS = 60_000;
const ENOUGH_REQUESTS = 20;
const MAX_ENTRIES = 1_000;

type Counted = { readonly count: number; readonly longestMs: number };
type Pace = { readonly since: number; readonly now: Counted; readonly before: Counted };

const NOTHING: Counted = { count: 0, longestMs: 0 };

export function createPaces(clock: Clock): Paces {
  const paces = new Map<string, Pace>();

  function current(id: string): Pace {
    const pace = paces.get(id);
    const age = pace === undefined ? Number.POSITIVE_INFINITY : clock() - pace.since;
    if (pace !== undefined && age < PERIOD_MS) return pace;
    return { since: clock(), now: NOTHING, before: age < 2 * PERIOD_MS ? (pace?.now ?? NOTHING) : NOTHING };
  }

  return {
    note(id, durationMs) {
      if (paces.size >= MAX_ENTRIES && !paces.has(id)) paces.clear();
      const pace = current(id);
      const now = { count: pace.now.count + 1, longestMs: Math.max(pace.now.longestMs, durationMs) };
      paces.set(id, { ...pace, now });
    },
    longest(id) {
      const { now, before } = current(id);
      return now.count + before.count < ENOUGH_REQUESTS
        ? undefined
        : Math.max(now.longestMs, before.longestMs);
    },
  };
}
