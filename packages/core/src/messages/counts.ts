import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type MessageItem, outboundMessageKey } from './outbound-messages.ts';
import type { TimelineEntry } from './timeline.ts';

/**
 * So many opens, and as many clicks, are kept in a message's timeline and become events. A mail to a list can be opened
 * any number of times: what comes after these is counted, and no more.
 */
export const MAX_KEPT_OF_A_KIND = 100;

const COUNTERS = { open: 'opens', click: 'clicks' } as const;
export type CountedKind = keyof typeof COUNTERS;

export const isCounted = (kind: TimelineEntry['kind']): kind is CountedKind => kind in COUNTERS;

/** How many reports of a kind are known: those in the timeline, or more, when they are counted only. */
export const countOf = (
  message: Pick<MessageItem, 'opens' | 'clicks'>,
  kind: CountedKind,
  inTimeline = 0,
): number => Math.max(message[COUNTERS[kind]] ?? 0, inTimeline);

/**
 * Counts a report, unless it is the one that was counted last: a repeat of it, by the SDK or after a crash. To be called
 * until the report is marked as done.
 */
export async function addToCount(
  { documents, eventsTable }: EventsTable,
  { tenantId, messageId }: Pick<MessageItem, 'tenantId' | 'messageId'>,
  kind: CountedKind,
  eventId: string,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: outboundMessageKey(tenantId, messageId),
      UpdateExpression: 'SET lastCounted = :eventId ADD #count :one',
      ConditionExpression:
        'attribute_exists(pk) AND (attribute_not_exists(lastCounted) OR lastCounted <> :eventId)',
      ExpressionAttributeNames: { '#count': COUNTERS[kind] },
      ExpressionAttributeValues: { ':eventId': eventId, ':one': 1 },
    }),
  );
}
