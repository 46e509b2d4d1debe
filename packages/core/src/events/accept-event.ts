import { queuedEndpoints } from '../deliveries/queued-endpoints.ts';
import { isReadable, type StoredEndpoint, takesEvents } from '../endpoints/endpoint.ts';
import { holdReason } from '../endpoints/endpoint-state.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { readTargets, type Targets } from '../endpoints/list-endpoints.ts';
import type { TargetsMemory } from '../endpoints/targets-memory.ts';
import { endpointsThatWant } from '../endpoints/wants-event.ts';
import { orUnavailable as asUnavailable, SwitchyardError, UnavailableError } from '../errors.ts';
import type { PayloadChecks } from '../event-types/payload-checks.ts';
import type { SeenTypes } from '../event-types/seen-types.ts';
import { eventIdFromIdempotencyKey, newId } from '../ids/ids.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ListRates } from '../spread/list-rates.ts';
import { type Event, mayHaveExpired } from './event.ts';
import { putEvent, readEvent, setAcceptLease } from './event-store.ts';
import { newEvent, placesOf } from './new-event.ts';
import { type QueueMissingContext, type QueueMissingInput, queueMissing } from './queue-missing.ts';

/** As long as API Gateway lets a request run: after this, whoever was accepting the event is gone. */
export const ACCEPT_LEASE_MS = 30_000;

/**
 * How a repeated request waits for the first one, which is nearly always about to finish: 3 s in all. After each wait
 * it looks for delivery items, which are small.
 */
const WAITS_MS = [50, 100, 200, 400, 800, 1_450];
/** After these waits it also reads the event, all of its up to 256 KiB: whether the first request gave up. */
const READS_EVENT_AFTER = new Set([2, 5]);

export type AcceptEventContext = QueueMissingContext &
  EndpointsTable & {
    readonly metrics: Metrics;
    readonly sleep: (ms: number) => Promise<unknown>;
    /** Absent: what is accepted here is made here, and needs no check. */
    readonly payloadChecks?: PayloadChecks;
    /** Remembers the endpoints of who sends very much; absent: they are read for each event. */
    readonly targetsMemory?: TargetsMemory;
    /** Counts the types of events; absent: they are not counted. */
    readonly seenTypes?: SeenTypes;
    /** Lets the lists of a tenant who sends much be spread; absent: what is accepted here is not counted for it. */
    readonly listRates?: ListRates;
  };

export type AcceptEventInput = {
  readonly tenantId: string;
  /** The exact bytes to deliver. */
  readonly payload: Uint8Array;
  readonly eventType: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Absent: it waits for no other event. */
  readonly orderingKey?: string | undefined;
  readonly correlationId: string;
  /** This endpoint alone, whatever it wants; absent: all that want it. */
  readonly onlyEndpointId?: string;
  /** Of those that want it only these; absent: all. */
  readonly onlyTo?: (endpoint: StoredEndpoint) => boolean;
  /** What the event is made of. */
  readonly source?: Event['source'];
  /** The endpoints of the tenant, where they have just been read. */
  readonly targets?: Targets;
  /** The key names what happened: another payload under it is the same event, and the first one counts. */
  readonly firstPayloadCounts?: boolean;
};

export type AcceptedEvent = {
  readonly eventId: string;
  readonly status: 'PENDING' | 'UNMATCHED';
  readonly createdAt: string;
  readonly endpointIds: readonly string[];
  /** True when an earlier request with the same key had made the event. */
  readonly repeated: boolean;
};

type Accepting = AcceptEventInput & QueueMissingInput;

/** The endpoints of a tenant, as they are for what is accepted now. */
export const targetsOf = (context: AcceptEventContext, tenantId: string): Promise<Targets> =>
  context.targetsMemory?.read(tenantId) ?? readTargets(context, tenantId);

/** The worker may remember these as they were a minute ago: their messages tell it what has been read here. */
export function statesOf(endpoints: readonly StoredEndpoint[]): QueueMissingInput['stateOf'] {
  return (endpointId) => {
    const endpoint = endpoints.find((each) => each.endpointId === endpointId);
    if (endpoint === undefined || !isReadable(endpoint)) return {};
    if (holdReason(endpoint) !== undefined) return { fresh: true };
    return endpoint.slowSince === undefined ? {} : { slow: true };
  };
}

/**
 * Stores an event and queues one delivery for each endpoint that wants it. When it resolves, the event will be
 * delivered or dead-lettered whatever fails afterwards.
 *
 * The order is event → queue message → delivery item, so that a delivery item proves that its message was sent:
 * a repeat with the same idempotency key sends what is missing and nothing else. Without a key nobody can ask, and the
 * worker alone makes the item; it may also be faster than the last step. Why: docs/adr/0003-accept-order.md.
 *
 * @throws NoEndpointError, EventInvalidError, IdempotencyConflictError: nothing was changed
 * @throws UnavailableError: ask again with the same idempotency key to complete the same event
 */
export async function acceptEvent(
  context: AcceptEventContext,
  input: AcceptEventInput,
): Promise<AcceptedEvent> {
  const { tenantId, idempotencyKey } = input;
  const now = context.clock();
  const eventId =
    idempotencyKey === undefined ? newId('evt', now) : eventIdFromIdempotencyKey(tenantId, idempotencyKey);

  const { endpoints, isChecked, spread } =
    input.targets ?? (await orUnavailable(targetsOf(context, tenantId)));
  const { onlyEndpointId: only, onlyTo = () => true } = input;
  const taking = endpoints.filter(
    (endpoint) =>
      takesEvents(endpoint) && (only === undefined || endpoint.endpointId === only) && onlyTo(endpoint),
  );
  const accepting: Accepting = { ...input, stateOf: statesOf(taking) };
  const refusal =
    taking.length === 0
      ? new NoEndpointError(tenantId)
      : isChecked && (await context.payloadChecks?.refusalOf(input));
  if (refusal) {
    // A repeat of what was accepted before the endpoint was deleted, or the schema made, still gets its answer.
    const existing =
      idempotencyKey === undefined ? undefined : await orUnavailable(readEvent(context, tenantId, eventId));
    if (existing === undefined) throw refusal;
    return repeat(context, existing, accepting);
  }

  const wanting = only === undefined ? await endpointsThatWant(taking, input) : taking;
  const acceptLeaseUntil = idempotencyKey === undefined ? undefined : now + ACCEPT_LEASE_MS;
  const event = { ...newEvent(input, { eventId, now, wanting, spread }), acceptLeaseUntil };
  if (await orUnavailable(putEvent(context, event))) {
    const counting = Promise.all([
      context.seenTypes?.note(event),
      context.listRates?.note(tenantId, placesOf(event), spread),
    ]);
    await queueMissing(context, event, accepting, async () => new Set());
    await counting;
    countAccepted(context.metrics, event);
    return accepted(event, false);
  }
  return repeat(context, await readExisting(context, event), accepting);
}

async function readExisting(
  context: AcceptEventContext,
  { tenantId, eventId }: Pick<Event, 'tenantId' | 'eventId'>,
): Promise<Event> {
  const event = await orUnavailable(readEvent(context, tenantId, eventId));
  if (event === undefined) throw new UnavailableError('The event expired at this moment. Try again.');
  return event;
}

async function repeat(context: AcceptEventContext, first: Event, input: Accepting): Promise<AcceptedEvent> {
  const isSame =
    Buffer.compare(first.payload, input.payload) === 0 && first.orderingKey === input.orderingKey;
  if (!input.firstPayloadCounts && !isSame) throw new IdempotencyConflictError(first.eventId);
  let event = first;
  for (const [index, waitMs] of WAITS_MS.entries()) {
    if (await isFinished(context, event, input)) return accepted(event, true);
    const leftMs = leftOfLease(context, event);
    await context.sleep(leftMs > 0 ? Math.min(waitMs, leftMs) : waitMs);
    // Without a lease, somebody else has just been faster to take it.
    if (leftMs <= 0 || READS_EVENT_AFTER.has(index)) event = await readExisting(context, event);
  }
  if (await isFinished(context, event, input)) return accepted(event, true);
  throw new UnavailableError('The first request with this Idempotency-Key has not finished. Try again.', {
    eventId: event.eventId,
    retryAfterSeconds: Math.max(1, Math.ceil(leftOfLease(context, event) / 1000)),
  });
}

const leftOfLease = ({ clock }: AcceptEventContext, { acceptLeaseUntil = 0 }: Event): number =>
  acceptLeaseUntil - clock();

/** Whether all of it is queued, by whoever began or, when nobody is at work on it any more, now. */
async function isFinished(context: AcceptEventContext, event: Event, input: Accepting): Promise<boolean> {
  if (await isQueued(context, event)) return true;
  return leftOfLease(context, event) <= 0 && (await takeOver(context, event, input));
}

/** A delivery item proves that its message was sent; that there is none proves nothing once they may have expired. */
async function isQueued(context: AcceptEventContext, event: Event): Promise<boolean> {
  if (mayHaveExpired(event, context.clock())) return true;
  const queued = await orUnavailable(queuedEndpoints(context, event));
  return event.endpointIds.every((endpointId) => queued.has(endpointId));
}

/** Completes the event. @returns false when somebody else has begun to */
async function takeOver(context: AcceptEventContext, event: Event, input: Accepting): Promise<boolean> {
  const { clock } = context;
  const seen = event.acceptLeaseUntil ?? 0;
  const mine: Event = { ...event, acceptLeaseUntil: clock() + ACCEPT_LEASE_MS };
  if (!(await orUnavailable(setAcceptLease(context, mine, { seen, by: input.correlationId })))) return false;
  // Looked up again under the lease: another repeat may have sent a part and given up since.
  await queueMissing(context, mine, input, () => queuedEndpoints(context, mine));
  // Whoever began did not get to its end, so it was not counted.
  countAccepted(context.metrics, mine);
  return true;
}

export function countAccepted(metrics: Metrics, { endpointIds }: Event): void {
  metrics.count('EventsAccepted');
  if (endpointIds.length === 0) metrics.count('EventsUnmatched');
}

export function accepted(event: Event, repeated: boolean): AcceptedEvent {
  const { eventId, endpointIds, createdAt } = event;
  return {
    eventId,
    status: endpointIds.length === 0 ? 'UNMATCHED' : 'PENDING',
    createdAt,
    endpointIds,
    repeated,
  };
}

const orUnavailable = <T>(call: Promise<T>): Promise<T> =>
  asUnavailable(call, 'The event store did not answer. Try again.');

/** The `Idempotency-Key` was used before with another body. */
export class IdempotencyConflictError extends SwitchyardError {
  /** @param eventId of the event; undefined: it was used for a batch */
  constructor(eventId: string | undefined) {
    const what = eventId === undefined ? 'a batch' : `event ${eventId}`;
    super(
      `This Idempotency-Key was already used for ${what} with a different body or Ordering-Key. Send the same again, or use a new key for a new ${eventId === undefined ? 'one' : 'event'}.`,
      { code: 'idempotency_conflict', eventId },
    );
  }
}

/** The tenant has no endpoint, so the event could be neither delivered nor held. A paused or disabled one holds it. */
export class NoEndpointError extends SwitchyardError {
  constructor(tenantId: string) {
    super(
      `Tenant ${tenantId} has no endpoint, so nothing could receive this event. Add an endpoint, then send it again.`,
      {
        code: 'no_enabled_endpoint',
      },
    );
  }
}
