const SHORTEST_MS = 20;
const LONGEST_MS = 250;
/** Of what has been waited so far: at most so much longer than need be. */
const SHARE = 1 / 8;

/**
 * How long to wait before asking again: what takes long is asked for less often, since each question takes time from
 * what is waited for.
 *
 * @param startedAt by `performance.now()`
 */
export function pollDelay(startedAt: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (performance.now() - startedAt) * SHARE));
}
