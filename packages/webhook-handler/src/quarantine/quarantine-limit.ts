import type { Clock } from '@switchyard/core/clock';

/** What each running copy of the function tries to keep in a minute, of one route and kind. */
export const MAX_PER_MINUTE = 1_200;
/** The same of one network: one sender does not crowd out the others. */
export const MAX_OF_NETWORK = MAX_PER_MINUTE / 4;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Stands before the table: a flood must not cost writes of the counters either. */
export type QuarantineLimit = {
  /** Counts one try. @returns false when there were too many in this minute, or nothing is left in this hour */
  readonly mayTry: (share: string, most: number) => boolean;
  /** For the rest of the hour. */
  readonly close: (share: string) => void;
};

export function createQuarantineLimit(clock: Clock): QuarantineLimit {
  let minute = 0;
  let hour = 0;
  const tries = new Map<string, number>();
  const closed = new Set<string>();
  function forgetPast(): void {
    const now = clock();
    if (Math.floor(now / MINUTE_MS) !== minute) tries.clear();
    if (Math.floor(now / HOUR_MS) !== hour) closed.clear();
    [minute, hour] = [Math.floor(now / MINUTE_MS), Math.floor(now / HOUR_MS)];
  }
  return {
    mayTry: (share, most) => {
      forgetPast();
      const count = (tries.get(share) ?? 0) + 1;
      tries.set(share, count);
      return count <= most && !closed.has(share);
    },
    close: (share) => {
      forgetPast();
      closed.add(share);
    },
  };
}
