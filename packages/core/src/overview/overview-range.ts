import { HOUR_MS } from '../health/endpoint-hours.ts';

export const OVERVIEW_RANGES = ['1h', '24h', '7d'] as const;
export type OverviewRange = (typeof OVERVIEW_RANGES)[number];

/** Events that are counted: some 60 read units, for entries of the list alone. */
export const MAX_ACCEPTED_COUNTED = 3_000;

type Buckets = { readonly bucketMs: number; readonly full: number };

/** What came of deliveries is counted by the hour; what was accepted is known to the moment. */
const BUCKETS: Readonly<Record<OverviewRange, { readonly outcomes: Buckets; readonly accepted: Buckets }>> = {
  '1h': {
    outcomes: { bucketMs: HOUR_MS, full: 1 },
    accepted: { bucketMs: HOUR_MS / 12, full: 12 },
  },
  '24h': {
    outcomes: { bucketMs: HOUR_MS, full: 24 },
    accepted: { bucketMs: HOUR_MS, full: 24 },
  },
  '7d': {
    outcomes: { bucketMs: 6 * HOUR_MS, full: 28 },
    accepted: { bucketMs: 6 * HOUR_MS, full: 28 },
  },
};

/** Spans of time that follow one another: those that are over, and the one that is not. */
export type Series = {
  readonly bucketMs: number;
  /** When each began, oldest first. */
  readonly starts: readonly number[];
  readonly sinceMs: number;
};

export const seriesOf = (range: OverviewRange, of: 'outcomes' | 'accepted', nowMs: number): Series => {
  const { bucketMs, full } = BUCKETS[range][of];
  const sinceMs = (Math.floor(nowMs / bucketMs) - full) * bucketMs;
  const starts = Array.from({ length: full + 1 }, (_, index) => sinceMs + index * bucketMs);
  return { bucketMs, starts, sinceMs };
};

/** @returns -1 for a time before all of them */
export const bucketAt = ({ bucketMs, sinceMs, starts }: Series, ms: number): number =>
  ms < sinceMs ? -1 : Math.min(starts.length - 1, Math.floor((ms - sinceMs) / bucketMs));
