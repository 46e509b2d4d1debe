import * as z from 'zod';
import { toIso } from '../clock.ts';
import { heldReasonSchema } from '../endpoints/endpoint-state.ts';
import type { EventHead } from '../events/event.ts';
import { listSortKey } from '../events/event-keys.ts';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '../ids/ids.ts';

export const deliveryStatusSchema = z.enum(['PENDING', 'FAILED', 'DELIVERED', 'DLQ', 'HELD', 'PURGED']);
export type DeliveryStatus = z.infer<typeof deliveryStatusSchema>;

/** Why a delivery was given up, in words that stay the same. */
export const deadReasonSchema = z.enum([
  'attempts_exhausted',
  'endpoint_gone',
  'endpoint_disabled',
  'endpoint_deleted',
  'endpoint_invalid',
  'event_gone',
  'held_too_long',
  'target_refused',
  'worker_crashed',
]);
export type DeadReason = z.infer<typeof deadReasonSchema>;

/** Whether a delivery that ends for this reason ends with a request, or before one is made. */
export const ENDS_WITH_REQUEST: Readonly<Record<DeadReason, boolean>> = {
  attempts_exhausted: true,
  endpoint_gone: true,
  endpoint_disabled: false,
  endpoint_deleted: false,
  endpoint_invalid: false,
  event_gone: false,
  held_too_long: false,
  target_refused: true,
  worker_crashed: false,
};

export const attemptSchema = z.object({
  /** Which of the attempts that there may be. One that is not counted has the number of the next one too. */
  attempt: z.number().int().min(1),
  generation: z.number().int().min(1),
  startedAt: z.iso.datetime(),
  durationMs: z.number().int().min(0),
  statusCode: z.number().int().optional(),
  /** What went wrong when there was no answer: timeout, dns, connection, tls, target_refused … */
  error: z.string().optional(),
  /** The exact cause, such as ECONNREFUSED, CERT_HAS_EXPIRED or HPE_HEADER_OVERFLOW. */
  errorCode: z.string().optional(),
  /** The beginning of the answer, 1 KiB at most. */
  responseBody: z.string().optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/**
 * What was decided but perhaps not yet sent to a queue. Written with the decision and removed after the send, so
 * that whoever meets the message again after a crash sends what is missing, once.
 */
export const outboxSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attempt'), notBefore: z.number() }),
  z.object({ kind: z.literal('dead_letter'), reason: deadReasonSchema }),
]);
export type Outbox = z.infer<typeof outboxSchema>;

/** One event on its way to one endpoint. */
export const deliverySchema = z.object({
  tenantId: tenantIdSchema,
  eventId: eventIdSchema,
  endpointId: endpointIdSchema,
  eventType: z.string().optional(),
  orderingKey: z.string().optional(),
  status: deliveryStatusSchema,
  /** 1 at first, and one more for each requeue. A message of an older generation is stale. */
  generation: z.number().int().min(1),
  /** The attempt that the next message must carry to count. */
  nextAttempt: z.number().int().min(1),
  /** How many of the numbers below it were used up without an attempt that counts: by being held. Absent: none. */
  uncounted: z.number().int().min(1).optional(),
  /** Why it is HELD, and since when. */
  heldReason: heldReasonSchema.optional(),
  heldAt: z.iso.datetime().optional(),
  /** Since when it waits, probes that came to nothing included: it is kept for so long from then on. */
  heldSince: z.iso.datetime().optional(),
  /** It is no longer held, and its message may not be sent yet: whoever drains the endpoint still finds it. */
  releasing: z.literal(true).optional(),
  nextAttemptAt: z.iso.datetime().optional(),
  /** How often the next attempt was begun anew because it had not ended; absent: never. */
  repeats: z.number().int().min(1).optional(),
  reason: deadReasonSchema.optional(),
  /** The latest ones, oldest first; see MAX_KEPT_ATTEMPTS. */
  attempts: z.array(attemptSchema),
  /** How many older ones were let go of; absent: none, or before they were counted. */
  attemptsGone: z.number().int().min(1).optional(),
  outbox: outboxSchema.optional(),
  /** The replay that last started it: the same one does not start it twice. */
  replayId: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Its place in the list, where its event has none of its own. */
  listSk: z.string().optional(),
  /** That of its event. */
  shard: z.number().int().min(1).optional(),
  updatedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Which attempt the next one is, of those that count. */
export const attemptNumber = ({
  nextAttempt,
  uncounted = 0,
}: Pick<Delivery, 'nextAttempt' | 'uncounted'>): number => nextAttempt - uncounted;

/** The same without what only says why it does not go on. */
export function withoutHold(delivery: Delivery): Delivery {
  const { heldReason: _why, heldAt: _at, heldSince: _since, releasing: _sent, ...kept } = delivery;
  return kept;
}

/** Since when a held delivery waits; of an earlier version it says only when it was held last. */
export const waitsSince = ({
  heldSince,
  heldAt,
  updatedAt,
}: Pick<Delivery, 'heldSince' | 'heldAt' | 'updatedAt'>): string => heldSince ?? heldAt ?? updatedAt;

/** A delivery that nobody wants any more. */
export function purgedDelivery(delivery: Delivery, nowMs: number): Delivery {
  const { outbox: _outbox, nextAttemptAt: _due, ...kept } = withoutHold(delivery);
  return { ...kept, status: 'PURGED', updatedAt: toIso(nowMs) };
}

/** A delivery as it stands right after its event was accepted. */
export function newDelivery(event: EventHead, endpointId: string): Delivery {
  return {
    tenantId: event.tenantId,
    eventId: event.eventId,
    endpointId,
    eventType: event.eventType,
    orderingKey: event.orderingKey,
    status: 'PENDING',
    generation: 1,
    nextAttempt: 1,
    attempts: [],
    createdAt: event.createdAt,
    listSk: event.listSk === undefined ? listSortKey(event.createdAt, event.eventId, endpointId) : undefined,
    shard: event.shard,
    updatedAt: event.createdAt,
    expiresAt: event.expiresAt,
  };
}

/** Enough for four generations of five attempts, and far from DynamoDB's 400 KB an item. */
export const MAX_KEPT_ATTEMPTS = 20;

/** The attempts with one more: the oldest are let go of, and counted. */
export function withAttempt(
  { attempts, attemptsGone = 0 }: Pick<Delivery, 'attempts' | 'attemptsGone'>,
  attempt: Attempt,
): Pick<Delivery, 'attempts' | 'attemptsGone'> {
  const all = [...attempts, attempt];
  const gone = attemptsGone + Math.max(0, all.length - MAX_KEPT_ATTEMPTS);
  return { attempts: all.slice(-MAX_KEPT_ATTEMPTS), ...(gone === 0 ? {} : { attemptsGone: gone }) };
}

/** How many attempts are not kept any more; before they were counted, the numbers of the others tell of some. */
export const attemptsGone = (delivery: Pick<Delivery, 'attempts' | 'attemptsGone'>): number =>
  Math.max(delivery.attemptsGone ?? 0, (delivery.attempts[0]?.attempt ?? 1) - 1);

export const eventStatusSchema = z.enum([...deliveryStatusSchema.options, 'UNMATCHED']);
export type EventStatus = z.infer<typeof eventStatusSchema>;

/** What needs a person comes first, what is under way next, what is over last. */
const RANK: Readonly<Record<DeliveryStatus, number>> = {
  DLQ: 1,
  HELD: 2,
  FAILED: 3,
  PENDING: 4,
  PURGED: 5,
  DELIVERED: 6,
};

/** The status of an event: that of its worst-off delivery, or UNMATCHED when no endpoint asked for its type. */
export function eventStatus(deliveries: readonly DeliveryStatus[]): EventStatus {
  return deliveries.toSorted((a, b) => RANK[a] - RANK[b])[0] ?? 'UNMATCHED';
}
