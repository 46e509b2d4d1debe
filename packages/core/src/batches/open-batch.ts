import { createHash, randomBytes } from 'node:crypto';
import { toIso } from '../clock.ts';
import { orUnavailable as asUnavailable, UnavailableError } from '../errors.ts';
import { ACCEPT_LEASE_MS, IdempotencyConflictError, NoEndpointError } from '../events/accept-event.ts';
import { retainUntil } from '../events/event.ts';
import { newId } from '../ids/ids.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type Batch, type LineState, readStates, writeStates } from './batch.ts';
import { type BatchId, leaseBatch, putBatch, readBatch } from './batch-store.ts';

/** How a repeated request waits for the first one, which is nearly always about to finish: 3 s in all. */
const WAITS_MS = [50, 100, 200, 400, 800, 1_450];
const SEED_BYTES = 8;

/** A batch that this request works on. */
export type OpenBatch = {
  readonly createdAt: number;
  readonly seed: Uint8Array;
  /** Of each line, as far as it is now. */
  readonly states: LineState[];
  /** No earlier request has stored anything of it. */
  readonly isNew: boolean;
  /** Under which it is remembered; absent: it is not. */
  readonly id?: BatchId;
};

export type OpenBatchInput = BatchId & {
  readonly body: Uint8Array;
  /** How many lines it has. */
  readonly lines: number;
  readonly correlationId: string;
  /** False: a new one would have nobody to go to. */
  readonly mayBeNew: boolean;
  /** Whether nothing is left to be done. */
  readonly isDone: (states: readonly LineState[]) => boolean;
};

/** One that nobody can come back for. */
export const newBatch = (lines: number, now: number): OpenBatch => ({
  createdAt: now,
  seed: randomBytes(SEED_BYTES),
  states: Array.from({ length: lines }, () => 'open' as const),
  isNew: true,
});

/** Ids sort as the lines do, and so does the list of events. */
export const lineEventId = ({ createdAt, seed }: OpenBatch, index: number): string =>
  newId('evt', createdAt, () => Buffer.from([...seed, index >> 8, index & 0xff]));

/**
 * Begins a batch with an `Idempotency-Key`, or goes on with what an earlier request has left of it. The lease lets one
 * request at a time work on it, so that what it stores needs no condition.
 *
 * @throws IdempotencyConflictError, NoEndpointError: nothing was changed
 * @throws UnavailableError: another request is at work on it, or the table does not answer
 */
export async function openBatch(
  context: EventsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  input: OpenBatchInput,
): Promise<OpenBatch> {
  const { tenantId, idempotencyKey, body, correlationId } = input;
  const { clock, sleep } = context;
  const id = { tenantId, idempotencyKey };
  const digest = createHash('sha256').update(body).digest('base64url');
  const lease = () => ({ leaseUntil: clock() + ACCEPT_LEASE_MS, leaseBy: correlationId });
  if (input.mayBeNew) {
    const fresh = newBatch(input.lines, clock());
    const batch: Batch = {
      tenantId,
      digest,
      seed: Buffer.from(fresh.seed).toString('base64url'),
      createdAt: toIso(fresh.createdAt),
      states: writeStates(fresh.states),
      ...lease(),
      expiresAt: retainUntil(fresh.createdAt),
    };
    if (await orUnavailable(putBatch(context, id, batch))) return { ...fresh, id };
  }
  for (let waits = 0; ; waits += 1) {
    const batch = await orUnavailable(readBatch(context, id));
    if (batch === undefined) throw missing(input);
    if (batch.digest !== digest) throw new IdempotencyConflictError(undefined);
    const states = readStates(batch.states);
    const leftMs = batch.leaseUntil - clock();
    const open = {
      createdAt: Date.parse(batch.createdAt),
      seed: Buffer.from(batch.seed, 'base64url'),
      states,
      isNew: false,
    };
    if (input.isDone(states)) return open;
    if (leftMs <= 0 && (await orUnavailable(leaseBatch(context, id, lease(), batch)))) return { ...open, id };
    const waitMs = WAITS_MS[waits];
    if (waitMs === undefined) throw stillAtWork(leftMs);
    await sleep(leftMs > 0 ? Math.min(waitMs, leftMs) : waitMs);
  }
}

const missing = ({ mayBeNew, tenantId }: OpenBatchInput) =>
  mayBeNew
    ? new UnavailableError('The batch expired at this moment. Try again.')
    : new NoEndpointError(tenantId);

const stillAtWork = (leftMs: number) =>
  new UnavailableError('The first request with this Idempotency-Key has not finished. Try again.', {
    retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)),
  });

const orUnavailable = <T>(call: Promise<T>): Promise<T> =>
  asUnavailable(call, 'The event store did not answer. Try again.');
