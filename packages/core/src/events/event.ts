import * as z from 'zod';
import { DAY_SECONDS, toSeconds } from '../clock.ts';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '../ids/ids.ts';
import { unpackPayload } from './stored-payload.ts';

/** An accepted event, its payload left out. */
export const eventHeadSchema = z.object({
  tenantId: tenantIdSchema,
  eventId: eventIdSchema,
  /** The payload's own top-level `type`, when it is a string. */
  eventType: z.string().optional(),
  /** Events of one key reach an endpoint one after another, in the order of acceptance. Absent: it waits for none. */
  orderingKey: z.string().optional(),
  /** The endpoints that were enabled and interested when the event was accepted: one delivery each. */
  endpointIds: z.array(endpointIdSchema),
  createdAt: z.iso.datetime(),
  /** Its place in the list. Absent on older events that have deliveries: those stand there instead. */
  listSk: z.string().optional(),
  /** Which shard of its tenant’s lists it and its deliveries stand in; absent: the first. */
  shard: z.number().int().min(1).optional(),
  /** Runs from the request or callback that made the event through each of its delivery attempts. */
  correlationId: z.string(),
  /**
   * The callback that it was made of, absent when a tenant sent it. Whatever provider it names: the event outlives it.
   * An operational event names Switchyard itself.
   */
  source: z.object({ provider: z.string(), providerId: z.string() }).optional(),
  /**
   * Until when (ms since the epoch) the request that is accepting the event may still be at work; 0 once it gave up.
   * Only on events with an idempotency key: nobody else can come back for one without.
   */
  acceptLeaseUntil: z.number().optional(),
  /** DynamoDB TTL, seconds since the epoch. */
  expiresAt: z.number(),
});
export type EventHead = z.infer<typeof eventHeadSchema>;

const bytes = z.instanceof(Uint8Array<ArrayBufferLike>).optional();

/** The item of an event, read. Its payload is the bytes received, never parsed and written again. */
export const eventSchema = eventHeadSchema
  .extend({ payload: bytes, payloadZstd: bytes })
  .transform(({ payload, payloadZstd, ...head }, problems) => {
    try {
      return { ...head, payload: payload ?? unpackPayload(payloadZstd ?? new Uint8Array()) };
    } catch {
      problems.addIssue('has no payload that can be read');
      return z.NEVER;
    }
  });
export type Event = z.infer<typeof eventSchema>;

export const EVENT_RETENTION_DAYS = 30;

/**
 * Whether an item that was made with the event may be gone while a requeue has kept the event: from then on, that it
 * is missing does not say that it was never made.
 */
export const mayHaveExpired = ({ createdAt }: Pick<EventHead, 'createdAt'>, nowMs: number): boolean =>
  retainUntil(Date.parse(createdAt)) <= toSeconds(nowMs);

/** As long as its dead letter waits in its queue, and a day. */
const KEPT_AHEAD_DAYS = 15;

/** Events older than this may have to be kept for longer. */
export const KEPT_UNASKED_DAYS = EVENT_RETENTION_DAYS - KEPT_AHEAD_DAYS;

/**
 * Whether an event may expire before what waits for somebody could go on: it must outlive its held and its dead
 * deliveries, and DynamoDB keeps no exact time.
 */
export const expiresTooSoon = ({ expiresAt }: Pick<Event, 'expiresAt'>, nowMs: number): boolean =>
  expiresAt < toSeconds(nowMs) + KEPT_AHEAD_DAYS * DAY_SECONDS;

/** When what is accepted or requeued now expires: seconds since the epoch. */
export const retainUntil = (nowMs: number): number => toSeconds(nowMs) + EVENT_RETENTION_DAYS * DAY_SECONDS;
