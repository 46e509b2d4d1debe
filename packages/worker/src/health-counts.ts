import { randomBytes } from 'node:crypto';
import { toIso } from '@switchyard/core/clock';
import type { Outcome } from '@switchyard/core/deliveries';
import {
  addToHour,
  bucketName,
  bucketOf,
  type CountedEndpoint,
  HOUR_MS,
  type HourCounts,
  hourOf,
} from '@switchyard/core/health';
import { inParallel } from '@switchyard/core/in-parallel';
import type { Logger } from '@switchyard/core/logging';
import type { EventsTable } from '@switchyard/core/tables';
import { isSuccess, type PostResult } from './decide-outcome.ts';

export type HealthCounts = {
  /** A request was made. */
  readonly countAttempt: (endpoint: CountedEndpoint, result: PostResult) => void;
  /** What was decided is recorded. */
  readonly countOutcome: (endpoint: CountedEndpoint, kind: Outcome['kind']) => void;
  /** For the end of a batch: writes down what is to be written by now. It never fails, and soon returns. */
  readonly flush: (logger: Logger) => Promise<void>;
};

/** How often a worker that was quiet writes at once; it regains one with each interval. */
const FREE_FLUSHES = 10;
/** So many counts of one endpoint are written at once: a delivery at the first attempt has two. */
const MANY = 200;
/** Endpoints and hours that are remembered, of some 2 KB each at most. */
const MAX_ENTRIES = 5_000;
const WRITES_AT_ONCE = 10;
/** What takes longer goes on beside the next batches. */
const WAIT_MS = 500;

/** What was counted of one endpoint in one hour, and is not written. */
type Entry = {
  readonly endpoint: CountedEndpoint;
  readonly hour: string;
  counts: Map<string, number>;
  size: number;
  /** ms since the epoch. */
  lastSuccess: number | undefined;
  /** As it was sent, without having been answered: it is sent again as it is. */
  unsure: HourCounts | undefined;
};

/**
 * Counts in memory what comes of requests, by endpoint and hour, so that counting costs no write for each event. It is
 * written down at the end of a batch: all of it once in an interval, more often after a quiet time, and sooner what
 * came together of one endpoint in a rush.
 */
export function createHealthCounts(
  table: EventsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  { intervalMs }: { readonly intervalMs: number },
): HealthCounts {
  const { clock } = table;
  const entries = new Map<string, Entry>();
  let lost = 0;
  let isFlushing = false;
  /** Until when flushes are used up, in the manner of GCRA. */
  let usedUntil = 0;

  function entryOf({ tenantId, endpointId, createdAt }: CountedEndpoint): Entry | undefined {
    const now = clock();
    const id = `${tenantId}#${endpointId}#${createdAt}#${Math.floor(now / HOUR_MS)}`;
    const known = entries.get(id);
    if (known !== undefined) return known;
    if (entries.size >= MAX_ENTRIES) return undefined;
    const of = { tenantId, endpointId, createdAt };
    const entry = { endpoint: of, hour: hourOf(now), ...nothing(), unsure: undefined };
    entries.set(id, entry);
    return entry;
  }

  function count(endpoint: CountedEndpoint, name: string): void {
    const entry = entryOf(endpoint);
    if (entry === undefined) {
      lost += 1;
      return;
    }
    entry.counts.set(name, (entry.counts.get(name) ?? 0) + 1);
    entry.size += 1;
  }

  function due(): [string, Entry][] {
    if (entries.size === 0) return [];
    const now = clock();
    if (now < usedUntil - (FREE_FLUSHES - 1) * intervalMs)
      return [...entries].filter(([, { size }]) => size >= MANY);
    usedUntil = Math.max(now, usedUntil) + intervalMs;
    return [...entries];
  }

  async function write(id: string, entry: Entry): Promise<void> {
    const { hour, counts, lastSuccess } = entry;
    if (entry.unsure === undefined) {
      const lastSuccessAt = lastSuccess === undefined ? undefined : toIso(lastSuccess);
      entry.unsure = { writeId: randomBytes(6).toString('base64url'), hour, counts, lastSuccessAt };
      Object.assign(entry, nothing());
    }
    await addToHour(table, entry.endpoint, entry.unsure);
    entry.unsure = undefined;
    if (entry.size === 0) entries.delete(id);
  }

  async function writeAll(all: readonly [string, Entry][], logger: Logger): Promise<void> {
    let failed = 0;
    let err: unknown;
    await inParallel(all, WRITES_AT_ONCE, ([id, entry]) =>
      write(id, entry).catch((error: unknown) => {
        failed += 1;
        err = error;
      }),
    );
    // What failed is tried again with the next flush; what is lost is missing in the figures, and nowhere else.
    if (failed > 0 || lost > 0) logger.warn({ err, failed, lost }, 'health');
    lost = 0;
    isFlushing = false;
  }

  return {
    countAttempt(endpoint, result) {
      if (result.kind === 'answered') count(endpoint, bucketName(bucketOf(result.durationMs)));
      const entry = isSuccess(result) ? entryOf(endpoint) : undefined;
      if (entry !== undefined) entry.lastSuccess = clock();
      if (!isSuccess(result)) count(endpoint, 'failed');
    },
    countOutcome(endpoint, kind) {
      if (kind !== 'retry') count(endpoint, kind);
    },
    async flush(logger) {
      if (isFlushing) return;
      const all = due();
      if (all.length === 0) return;
      isFlushing = true;
      await Promise.race([writeAll(all, logger), table.sleep(WAIT_MS)]);
    },
  };
}

const nothing = () => ({ counts: new Map<string, number>(), size: 0, lastSuccess: undefined });
