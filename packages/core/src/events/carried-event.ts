import * as z from 'zod';
import { type Event, eventHeadSchema } from './event.ts';
import { listSortKey } from './event-keys.ts';

/**
 * A longer payload is read from the table. With base64 it takes 16 KiB, so that ten messages sent at once are below the
 * 256 KiB that SQS takes, and one below the 64 KiB that are billed as one request.
 */
export const MAX_CARRIED_BYTES = 12 * 1024;

/** What a message brings of its event, so that nobody has to read it: an event never changes but in when it expires. */
export const carriedEventSchema = eventHeadSchema
  .pick({
    eventType: true,
    orderingKey: true,
    createdAt: true,
    shard: true,
    correlationId: true,
    expiresAt: true,
  })
  .extend({
    /** Its bytes, base64. */
    payload: z.string(),
  });
export type CarriedEvent = z.infer<typeof carriedEventSchema>;

/** @returns undefined when it is too long, or stands in the list by its deliveries, as older ones do */
export function carryEvent(event: Event): CarriedEvent | undefined {
  const { eventType, orderingKey, createdAt, shard, correlationId, expiresAt, payload, listSk } = event;
  if (payload.length > MAX_CARRIED_BYTES || listSk === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = payload;
  return {
    eventType,
    orderingKey,
    createdAt,
    shard,
    correlationId,
    expiresAt,
    payload: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
  };
}

/** The event as its delivery to this endpoint needs it. */
export const carriedToEvent = (
  { tenantId, eventId, endpointId }: Pick<Event, 'tenantId' | 'eventId'> & { readonly endpointId: string },
  { payload, ...head }: CarriedEvent,
): Event => ({
  ...head,
  tenantId,
  eventId,
  endpointIds: [endpointId],
  listSk: listSortKey(head.createdAt, eventId, 1),
  payload: Buffer.from(payload, 'base64'),
});
