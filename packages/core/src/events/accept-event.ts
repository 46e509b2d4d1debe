import { type Clock, DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { DELIVERY_MESSAGE } from '../deliveries/delivery-message.ts';
import type { createSendDeliveries } from '../deliveries/delivery-queue.ts';
import { wantsEventType } from '../endpoints/endpoint.ts';
import type { createListEndpoints } from '../endpoints/list-endpoints.ts';
import { IdempotencyConflictError, NoEnabledEndpointError, UnavailableError } from '../errors.ts';
import { eventIdFromIdempotencyKey, newId } from '../ids/ids.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Event } from './event.ts';
import type { EventStore } from './event-store.ts';

export const EVENT_RETENTION_DAYS = 30;

/** As long as API Gateway lets a request run: after this, whoever was accepting the event is gone. */
export const ACCEPT_LEASE_MS = 30_000;

/** How long a repeated request waits for the first one, which is nearly always about to finish. */
const WAIT_FOR_FIRST_MS = 3_000;
const POLL_MS = 50;

export type AcceptEventDeps = {
  readonly store: EventStore;
  readonly listEndpoints: ReturnType<typeof createListEndpoints>;
  readonly sendDeliveries: ReturnType<typeof createSendDeliveries>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly createEventId?: (nowMs: number) => string;
};

export type AcceptEventInput = {
  readonly tenantId: string;
  /** The exact bytes to deliver. */
  readonly payload: Uint8Array;
  readonly eventType: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string;
  /** The callback that the event is made of. */
  readonly source?: Event['source'];
};

export type AcceptedEvent = {
  readonly eventId: string;
  readonly status: 'PENDING' | 'UNMATCHED';
  readonly createdAt: string;
  readonly endpointIds: readonly string[];
  /** True when an earlier request with the same key had made the event. */
  readonly repeated: boolean;
};

/**
 * Stores an event and queues one delivery for each endpoint that wants it. When it resolves, the event will be
 * delivered or dead-lettered whatever fails afterwards.
 *
 * The order is event → queue message → delivery item, so that a delivery item proves that its message was sent:
 * a repeat with the same idempotency key sends what is missing and nothing else. The worker may be faster than the
 * last step and then makes the item itself. Why: docs/adr/0003-accept-order.md.
 *
 * @throws NoEnabledEndpointError, IdempotencyConflictError: nothing was changed
 * @throws UnavailableError: ask again with the same idempotency key to complete the same event
 */
export function createAcceptEvent(deps: AcceptEventDeps) {
  const { store, clock } = deps;
  const createEventId = deps.createEventId ?? ((nowMs: number) => newId('evt', nowMs));

  return async (input: AcceptEventInput): Promise<AcceptedEvent> => {
    const { tenantId, idempotencyKey } = input;
    const now = clock();
    const eventId =
      idempotencyKey === undefined ? createEventId(now) : eventIdFromIdempotencyKey(tenantId, idempotencyKey);

    const endpoints = await orUnavailable(deps.listEndpoints(tenantId));
    const enabled = endpoints.filter(({ status }) => status === 'ENABLED');
    if (enabled.length === 0) {
      // A repeat of what was accepted before the endpoint was disabled still gets its answer.
      const existing = idempotencyKey === undefined ? undefined : await readLive(tenantId, eventId);
      if (existing === undefined) throw new NoEnabledEndpointError(tenantId);
      return repeat(existing, input);
    }

    const event: Event = {
      tenantId,
      eventId,
      eventType: input.eventType,
      payload: input.payload,
      endpointIds: enabled
        .filter((endpoint) => wantsEventType(endpoint, input.eventType))
        .map(({ endpointId }) => endpointId),
      createdAt: toIso(now),
      correlationId: input.correlationId,
      source: input.source,
      acceptLeaseUntil: idempotencyKey === undefined ? undefined : now + ACCEPT_LEASE_MS,
      expiresAt: toSeconds(now) + EVENT_RETENTION_DAYS * DAY_SECONDS,
    };
    if (await orUnavailable(store.putEvent(event))) {
      await queueMissing(event, async () => new Set());
      countAccepted(event);
      return accepted(event, false);
    }
    const existing = await readLive(tenantId, eventId);
    if (existing === undefined) throw justExpired();
    return repeat(existing, input);
  };

  async function readLive(tenantId: string, eventId: string): Promise<Event | undefined> {
    const event = await orUnavailable(store.readEvent(tenantId, eventId));
    return event === undefined || event.expiresAt <= toSeconds(clock()) ? undefined : event;
  }

  async function repeat(first: Event, input: AcceptEventInput): Promise<AcceptedEvent> {
    if (Buffer.compare(first.payload, input.payload) !== 0) throw new IdempotencyConflictError(first.eventId);
    const giveUpAt = clock() + WAIT_FOR_FIRST_MS;
    let event = first;
    for (;;) {
      const queued = await orUnavailable(store.queuedEndpoints(event));
      if (event.endpointIds.every((endpointId) => queued.has(endpointId))) return accepted(event, true);
      const leaseUntil = event.acceptLeaseUntil ?? 0;
      if (leaseUntil <= clock()) {
        const mine: Event = { ...event, acceptLeaseUntil: clock() + ACCEPT_LEASE_MS };
        if (await orUnavailable(store.setAcceptLease(mine, leaseUntil))) {
          // Looked up again under the lease: another repeat may have sent a part and given up since.
          await queueMissing(mine, () => store.queuedEndpoints(mine));
          // Whoever began did not get to its end, so it was not counted.
          countAccepted(mine);
          return accepted(mine, true);
        }
      }
      if (clock() >= giveUpAt) {
        throw new UnavailableError(
          'The first request with this Idempotency-Key has not finished. Try again.',
          {
            eventId: event.eventId,
            retryAfterSeconds: Math.max(1, Math.ceil((leaseUntil - clock()) / 1000)),
          },
        );
      }
      await deps.sleep(POLL_MS);
      const current = await readLive(event.tenantId, event.eventId);
      if (current === undefined) throw justExpired();
      event = current;
    }
  }

  function countAccepted({ endpointIds }: Event): void {
    deps.metrics.count('EventsAccepted');
    if (endpointIds.length === 0) deps.metrics.count('EventsUnmatched');
  }

  /** Sends the messages that no delivery item vouches for, then writes those items. */
  async function queueMissing(event: Event, findQueued: () => Promise<ReadonlySet<string>>): Promise<void> {
    const { tenantId, eventId, endpointIds } = event;
    try {
      const queued = await findQueued();
      const missing = endpointIds.filter((endpointId) => !queued.has(endpointId));
      const failed = await deps.sendDeliveries(
        missing.map((endpointId) => ({
          schema: DELIVERY_MESSAGE,
          tenantId,
          eventId,
          endpointId,
          generation: 1,
          attempt: 1,
        })),
      );
      const unsent = new Set(failed.map(({ endpointId }) => endpointId));
      const sent = missing.filter((endpointId) => !unsent.has(endpointId));
      // Each to its end: a write still under way when the lease is given back would let a repeat send again.
      const writes = await Promise.allSettled(sent.map((endpointId) => store.putDelivery(event, endpointId)));
      for (const write of writes) if (write.status === 'rejected') throw write.reason;
      if (unsent.size > 0)
        throw new Error(`${unsent.size} of ${missing.length} messages were not stored by SQS`);
    } catch (cause) {
      await releaseLease(event);
      const how = event.acceptLeaseUntil === undefined ? '' : ' with the same Idempotency-Key';
      throw new UnavailableError(`The event could not be queued. Send it again${how}.`, { cause, eventId });
    }
  }

  /** Lets the caller's next try start at once. When even this fails, the lease runs out by itself. */
  async function releaseLease(event: Event): Promise<void> {
    const { acceptLeaseUntil: mine } = event;
    if (mine === undefined) return;
    await store.setAcceptLease({ ...event, acceptLeaseUntil: 0 }, mine).catch(() => undefined);
  }
}

const justExpired = () => new UnavailableError('The event expired at this moment. Try again.');

function accepted(event: Event, repeated: boolean): AcceptedEvent {
  const { eventId, endpointIds, createdAt } = event;
  return {
    eventId,
    status: endpointIds.length === 0 ? 'UNMATCHED' : 'PENDING',
    createdAt,
    endpointIds,
    repeated,
  };
}

async function orUnavailable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw new UnavailableError('The event store did not answer. Try again.', { cause });
  }
}
