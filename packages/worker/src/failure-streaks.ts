/** Failures of one endpoint that this worker has seen and not yet written down. */
export type Streak = { count: number; since: number; isBeingWritten: boolean };

export type FailureStreaks = {
  /** Counts one more. */
  add(id: string, nowMs: number): Streak;
  /** It has answered. */
  end(id: string): void;
};

const MAX_ENTRIES = 10_000;

/** Failures in a row by endpoint, in memory: an endpoint that answers costs nothing, one that does not costs little. */
export function createFailureStreaks(): FailureStreaks {
  const streaks = new Map<string, Streak>();
  return {
    add(id, nowMs) {
      const streak = streaks.get(id) ?? { count: 0, since: nowMs, isBeingWritten: false };
      if (streak.count === 0) streak.since = nowMs;
      streak.count += 1;
      if (streaks.size >= MAX_ENTRIES) streaks.clear();
      streaks.set(id, streak);
      return streak;
    },
    end(id) {
      streaks.delete(id);
    },
  };
}
