import * as z from 'zod';
import { toIso } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import { providerSchema } from '../providers/callback-routes.ts';
import { ifConditionHolds, putIfAbsent } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { messageStatusSchema, type OutboundMessage } from './outbound-message.ts';
import { outboundMessageKey, readLive } from './outbound-messages.ts';

/** One report of a provider about a message. It is written once and never changed, but for `emittedAt`. */
export const timelineEntrySchema = z.object({
  provider: providerSchema,
  /** The provider's own id of the report, and the item's sort key. */
  eventId: z.string().min(1),
  externalId: z.string(),
  kind: z.enum(['status', 'open', 'click', 'other']),
  status: messageStatusSchema.optional(),
  rawStatus: z.string(),
  errorCode: z.string().optional(),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  /** JSON, as text: a DynamoDB map forgets the order of its keys, and an event made of it must repeat byte for byte. */
  details: z.string(),
  /** Set last: the tenant's event made of it is accepted, or it is counted without one. */
  emittedAt: z.iso.datetime().optional(),
  /** The message's own, so that both go at once. */
  expiresAt: z.number(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

type MessageId = Pick<OutboundMessage, 'tenantId' | 'messageId'>;

/** `kept`: under its message. `counted`: beside it, where who reads the message does not read it. */
export type Place = 'kept' | 'counted';

/** Under the message, named by the provider's own id of the report: a repeat finds it there. */
export const timelineKey = (tenantId: string, messageId: string, eventId: string, place: Place = 'kept') => ({
  pk: `${outboundMessageKey(tenantId, messageId).pk}${place === 'kept' ? '' : '#COUNTED'}`,
  sk: `TIMELINE#${eventId}`,
});

/** @returns false when the report came before */
export function putTimelineEntry(
  table: EventsTable,
  { tenantId, messageId }: MessageId,
  entry: TimelineEntry,
  place?: Place,
): Promise<boolean> {
  // What has expired is from a former message of the same id.
  return putIfAbsent(table, { ...timelineKey(tenantId, messageId, entry.eventId, place), ...entry });
}

/** @returns undefined when it is not there, or has expired */
export const findTimelineEntry = (
  table: EventsTable,
  { tenantId, messageId }: MessageId,
  eventId: string,
  place?: Place,
): Promise<TimelineEntry | undefined> =>
  readLive(table, timelineEntrySchema, timelineKey(tenantId, messageId, eventId, place));

/** @throws UnavailableError when it is gone */
export async function readTimelineEntry(
  table: EventsTable,
  message: MessageId,
  eventId: string,
  place?: Place,
): Promise<TimelineEntry> {
  const entry = await findTimelineEntry(table, message, eventId, place);
  if (entry === undefined) throw new UnavailableError('The timeline entry expired at this moment.');
  return entry;
}

/** Notes that all is done about a report: its event is accepted, or it is counted. A repeat has nothing left to do. */
export async function markEmitted(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, messageId }: MessageId,
  eventId: string,
  place?: Place,
): Promise<void> {
  // An entry that expired meanwhile must not come back as a fragment.
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: timelineKey(tenantId, messageId, eventId, place),
      UpdateExpression: 'SET emittedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': toIso(clock()) },
    }),
  );
}
