/** Buckets to a doubling of the time: the middle of one is off by 9 % at most. */
const STEPS = 4;
/** 65 s and more; no attempt takes so long. */
const LAST_BUCKET = 64;

/** Answer times are counted by their logarithm, in buckets that are the same everywhere, so that counts add up. */
export const bucketOf = (ms: number): number =>
  Math.min(LAST_BUCKET, Math.round(STEPS * Math.log2(Math.max(1, ms))));

/**
 * The time in ms within which this share was answered, to 9 % and half a ms.
 *
 * @param counts by bucket
 * @returns undefined when nothing was counted
 */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | undefined {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let rank = Math.ceil(share * total);
  for (const [bucket, count] of [...counts].toSorted(([a], [b]) => a - b)) {
    rank -= count;
    if (rank <= 0) return Math.round(2 ** (bucket / STEPS));
  }
  return undefined;
}
