import { NotFoundError } from '@switchyard/core/errors';
import {
  advance,
  MESSAGE_SORT_KEY,
  type MessageItem,
  messageItemSchema,
  type OutboundMessage,
  outboundMessageKey,
  type TimelineEntry,
  timelineEntrySchema,
} from '@switchyard/core/messages';
import { type EventsTable, isExpired, readEach } from '@switchyard/core/tables';
import { readPartition } from '../read-partition.ts';

/** A mail to a mailing list can be opened thousands of times: all are counted, the latest are shown. */
export const MAX_TIMELINE_ENTRIES = 200;

export type MessageWithTimeline = {
  readonly message: OutboundMessage;
  /** In the order in which it happened; MAX_TIMELINE_ENTRIES at most. */
  readonly timeline: readonly TimelineEntry[];
};

/**
 * A message of this tenant and what its provider reported on it.
 *
 * @throws NotFoundError also when the message is another tenant's: the key holds the tenant, so it cannot be reached
 * @throws UnavailableError
 */
export async function readMessage(
  table: EventsTable,
  tenantId: string,
  messageId: string,
): Promise<MessageWithTimeline> {
  const items = await readPartition(table, outboundMessageKey(tenantId, messageId).pk);
  const now = table.clock();
  const found = items.find(({ sk }) => sk === MESSAGE_SORT_KEY);
  const item = found === undefined ? undefined : messageItemSchema.parse(found);
  if (item === undefined || isExpired(item, now)) throw new NotFoundError('message', messageId);
  const entries = items.filter(({ sk }) => sk !== MESSAGE_SORT_KEY);
  const timeline = readEach(timelineEntrySchema, entries)
    .filter((entry) => !isExpired(entry, now))
    .sort(byTime);
  return { message: withTimeline(item, timeline), timeline: timeline.slice(-MAX_TIMELINE_ENTRIES) };
}

const byTime = (a: TimelineEntry, b: TimelineEntry): number =>
  compare(a.occurredAt, b.occurredAt) || compare(a.receivedAt, b.receivedAt) || compare(a.eventId, b.eventId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The timeline is what is known; the status in the message's item is how much of it has been taken over. They differ
 * only after a crash between the two whose callback never came again.
 */
function withTimeline(item: MessageItem, timeline: readonly TimelineEntry[]): OutboundMessage {
  let { status, statusAt } = item;
  for (const entry of timeline) {
    const next = entry.status === undefined ? status : advance(status, entry.status);
    if (next !== status) [status, statusAt] = [next, entry.occurredAt];
  }
  const count = (kind: TimelineEntry['kind']) => timeline.filter((entry) => entry.kind === kind).length;
  return { ...item, status, statusAt, opens: count('open'), clicks: count('click') };
}
