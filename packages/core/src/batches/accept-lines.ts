import { queuedEndpoints } from '../deliveries/queued-endpoints.ts';
import { sendInBatches } from '../deliveries/send-in-batches.ts';
import type { StoredEndpoint } from '../endpoints/endpoint.ts';
import { endpointsThatWant } from '../endpoints/wants-event.ts';
import { orUnavailable as asUnavailable, UnavailableError } from '../errors.ts';
import {
  type AcceptEventContext,
  accepted,
  countAccepted,
  NoEndpointError,
  statesOf,
} from '../events/accept-event.ts';
import type { Event } from '../events/event.ts';
import { putNewEvents, readEvent } from '../events/event-store.ts';
import { newEvent, placesOf } from '../events/new-event.ts';
import { firstMessages } from '../events/queue-missing.ts';
import { inParallel } from '../in-parallel.ts';
import type { Spread } from '../spread/spread.ts';
import type { BatchLine, LineOutcome } from './batch-line.ts';
import { noTimeLeft } from './no-time-left.ts';
import { lineEventId, type OpenBatch } from './open-batch.ts';

const READS_AT_ONCE = 10;

export type AcceptLinesInput = {
  readonly tenantId: string;
  readonly correlationId: string;
  /** Those that take events. */
  readonly taking: readonly StoredEndpoint[];
  /** Whether payloads may have to be checked. */
  readonly isChecked: boolean;
  readonly spread: Spread;
  /** From this time on nothing more is begun. */
  readonly giveUpAt: number;
};

/** A line of a batch, by its place in it. */
export type PlacedLine = { readonly index: number; readonly line: BatchLine };

type Prepared = {
  readonly index: number;
  readonly event: Event;
  readonly isStored: boolean;
  /** Whose message may not have been sent. */
  readonly missing: readonly string[];
};

/**
 * Stores the events of some lines and queues their deliveries, all of them together. A line is accepted once its own
 * event is stored and each of its messages sent, whatever becomes of the others.
 *
 * @returns by the places of the lines
 */
export async function acceptLines(
  context: AcceptEventContext,
  batch: OpenBatch,
  input: AcceptLinesInput,
  lines: readonly PlacedLine[],
): Promise<ReadonlyMap<number, LineOutcome>> {
  const outcomes = new Map<number, LineOutcome>();
  const again = batch.id === undefined ? '' : ' with the same Idempotency-Key';
  const prepared = (
    await inParallel(lines, READS_AT_ONCE, async (placed) => {
      try {
        return [await prepare(context, batch, input, placed)];
      } catch (error) {
        outcomes.set(placed.index, error instanceof Error ? error : new Error(String(error)));
        return [];
      }
    })
  ).flat();
  const unstored = await putNewEvents(
    context,
    prepared.filter(({ isStored }) => !isStored).map(({ event }) => event),
    input.giveUpAt,
  );
  const stateOf = statesOf(input.taking);
  const stored = prepared.filter(({ event }) => !unstored.has(event.eventId));
  const messages = stored.flatMap(({ event, missing }) => firstMessages(event, missing, stateOf));
  const unsent = new Map(
    (await sendInBatches(context, messages, input.giveUpAt)).map(({ message, cause }) => [
      message.eventId,
      cause,
    ]),
  );
  const counting: unknown[] = [];
  let places = 0;
  for (const { index, event } of prepared) {
    const { eventId } = event;
    const failed = unstored.has(eventId) ? 'stored' : unsent.has(eventId) ? 'queued' : undefined;
    if (failed === undefined) {
      countAccepted(context.metrics, event);
      counting.push(context.seenTypes?.note(event));
      places += placesOf(event);
      outcomes.set(index, accepted(event, false));
    } else {
      const cause = unstored.get(eventId) ?? unsent.get(eventId);
      const message = `The event could not be ${failed}. Send it again${again}.`;
      outcomes.set(index, new UnavailableError(message, { cause, eventId }));
    }
  }
  counting.push(context.listRates?.note(input.tenantId, places, input.spread));
  await Promise.all(counting);
  return outcomes;
}

async function prepare(
  context: AcceptEventContext,
  batch: OpenBatch,
  { tenantId, correlationId, taking, isChecked, spread, giveUpAt }: AcceptLinesInput,
  { index, line }: PlacedLine,
): Promise<Prepared> {
  const eventId = lineEventId(batch, index);
  const existing = batch.isNew ? undefined : await orUnavailable(readEvent(context, tenantId, eventId));
  if (existing !== undefined) {
    // Only where something has come of a delivery is it known that its message was sent. A message that is sent twice
    // is harmless: the worker acknowledges what is delivered.
    const queued = await orUnavailable(queuedEndpoints(context, existing));
    const missing = existing.endpointIds.filter((endpointId) => !queued.has(endpointId));
    return { index, event: existing, isStored: true, missing };
  }
  if (taking.length === 0) throw new NoEndpointError(tenantId);
  // A check takes as long as its schema makes it.
  if (isChecked && context.clock() >= giveUpAt) throw noTimeLeft();
  const refusal = isChecked && (await context.payloadChecks?.refusalOf({ ...line, tenantId }));
  if (refusal) throw refusal;
  const wanting = await endpointsThatWant(taking, line);
  const event = newEvent(
    { ...line, tenantId, correlationId },
    { eventId, now: context.clock(), wanting, spread },
  );
  return { index, event, isStored: false, missing: event.endpointIds };
}

const orUnavailable = <T>(call: Promise<T>): Promise<T> =>
  asUnavailable(call, 'The event store did not answer. Try again.');
