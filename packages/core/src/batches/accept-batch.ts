import { takesEvents } from '../endpoints/endpoint.ts';
import { orUnavailable, type SwitchyardError } from '../errors.ts';
import {
  ACCEPT_LEASE_MS,
  type AcceptEventContext,
  NoEndpointError,
  targetsOf,
} from '../events/accept-event.ts';
import { chunksOf } from '../in-parallel.ts';
import { acceptKeyedLines } from './accept-keyed-lines.ts';
import { acceptLines, type PlacedLine } from './accept-lines.ts';
import { type LineState, writeStates } from './batch.ts';
import type { BatchLine, LineOutcome } from './batch-line.ts';
import { noteBatch } from './batch-store.ts';
import { noTimeLeft } from './no-time-left.ts';
import { lineEventId, newBatch, type OpenBatch, openBatch } from './open-batch.ts';

export type { BatchLine, LineOutcome } from './batch-line.ts';

/** A line that is not begun by then is left to a repeat: one call may take as long again as is left of the request. */
const WORKING_MS = ACCEPT_LEASE_MS / 2;
/** Stored and queued together, then noted: after a crash a repeat sends the messages of so many lines again. */
const LINES_AT_ONCE = 100;

export type AcceptBatchInput = {
  readonly tenantId: string;
  readonly correlationId: string;
  /** All of the request, byte by byte: what a repeat brings again. */
  readonly body: Uint8Array;
  /** Of the whole; undefined: lines may have their own. */
  readonly idempotencyKey: string | undefined;
  /** An error stands for a line that is no event. */
  readonly lines: readonly (BatchLine | SwitchyardError)[];
};

/**
 * Accepts many events of a tenant. Each line is for itself: when this resolves, each that is accepted will be
 * delivered or dead-lettered, whatever became of the others.
 *
 * With an `Idempotency-Key` the batch is remembered, and a repeat does what is still open: what was accepted is
 * answered the same. Why: docs/adr/0022-batches.md.
 *
 * @returns what became of each line, in their order
 * @throws NoEndpointError, IdempotencyConflictError: nothing was changed
 * @throws UnavailableError: ask again with the same idempotency key
 */
export async function acceptBatch(
  context: AcceptEventContext,
  input: AcceptBatchInput,
): Promise<readonly LineOutcome[]> {
  const { tenantId, correlationId, lines } = input;
  const giveUpAt = context.clock() + WORKING_MS;
  const targets = await orUnavailable(
    targetsOf(context, tenantId),
    'The event store did not answer. Try again.',
  );
  const taking = targets.endpoints.filter(takesEvents);
  const offered = placed(lines);
  const request = { tenantId, correlationId, giveUpAt };
  if (offered.some(({ line }) => line.idempotencyKey !== undefined)) {
    const outcomes = await acceptKeyedLines(context, { ...request, targets }, offered);
    return lines.map((line, index) => outcomes.get(index) ?? refusal(line));
  }
  const batch = await open(context, input, taking.length > 0);
  const outcomes = new Map<number, LineOutcome>();
  for (const [index, status] of batch.states.entries()) {
    if (status !== 'open')
      outcomes.set(index, { eventId: lineEventId(batch, index), status, repeated: true });
  }
  const left = offered.filter(({ index }) => !outcomes.has(index));
  const groups = chunksOf(left, LINES_AT_ONCE);
  for (const [nth, group] of groups.entries()) {
    if (context.clock() >= giveUpAt) break;
    const accepted = await acceptLines(context, batch, { ...request, ...targets, taking }, group);
    for (const [index, outcome] of accepted) {
      outcomes.set(index, outcome);
      if (!(outcome instanceof Error)) batch.states[index] = outcome.status;
    }
    if (nth < groups.length - 1)
      await note(context, batch, correlationId, ACCEPT_LEASE_MS - WORKING_MS + giveUpAt);
  }
  if (left.length > 0) await note(context, batch, correlationId, 0);
  return lines.map((line, index) => outcomes.get(index) ?? refusal(line));
}

const placed = (lines: AcceptBatchInput['lines']): PlacedLine[] =>
  lines.flatMap((line, index) => (line instanceof Error ? [] : [{ index, line }]));

const refusal = (line: AcceptBatchInput['lines'][number]): Error =>
  line instanceof Error ? line : noTimeLeft();

async function open(
  context: AcceptEventContext,
  { tenantId, idempotencyKey, correlationId, body, lines }: AcceptBatchInput,
  mayBeNew: boolean,
): Promise<OpenBatch> {
  if (idempotencyKey !== undefined) {
    const isDone = (states: readonly LineState[]) =>
      states.every((state, index) => state !== 'open' || lines[index] instanceof Error);
    const id = { tenantId, idempotencyKey };
    return openBatch(context, { ...id, body, lines: lines.length, correlationId, mayBeNew, isDone });
  }
  if (mayBeNew) return newBatch(lines.length, context.clock());
  throw new NoEndpointError(tenantId);
}

/**
 * One that fails takes nothing back: a repeat then finds the events, and the messages that it sends again are
 * acknowledged.
 */
async function note(
  context: AcceptEventContext,
  { id, states }: OpenBatch,
  leaseBy: string,
  leaseUntil: number,
): Promise<void> {
  if (id === undefined) return;
  await noteBatch(context, id, { states: writeStates(states), leaseUntil, leaseBy }).catch(() => undefined);
}
