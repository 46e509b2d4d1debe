import { NotFoundError } from '../errors.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { readPartition } from '../tables/read-partition.ts';
import { type CountedKind, countOf } from './counts.ts';
import { advance, type OutboundMessage } from './outbound-message.ts';
import {
  MESSAGE_SORT_KEY,
  type MessageItem,
  messageItemSchema,
  outboundMessageKey,
} from './outbound-messages.ts';
import { type TimelineEntry, timelineEntrySchema } from './timeline.ts';

/**
 * More entries than a message gets: of its opens and clicks 100 each are kept. Messages of before may have more; of these
 * some are left out.
 */
export const MAX_ENTRIES_READ = 1_000;

export type ReadMessageInput = {
  readonly tenantId: string;
  readonly messageId: string;
  /** Entries of the timeline. */
  readonly limit: number;
  /** Only entries behind this position. */
  readonly after?: string | undefined;
};

export type MessageWithTimeline = {
  readonly message: OutboundMessage;
  /** In the order in which it happened. */
  readonly timeline: readonly TimelineEntry[];
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined;
};

/**
 * A message of this tenant and what its provider reported on it.
 *
 * @throws NotFoundError also when the message is another tenant's: the key holds the tenant, so it cannot be reached
 * @throws UnavailableError
 */
export async function readMessage(
  table: EventsTable,
  { tenantId, messageId, limit, after = '' }: ReadMessageInput,
): Promise<MessageWithTimeline> {
  const { pk } = outboundMessageKey(tenantId, messageId);
  const items = await readPartition(table, pk, MAX_ENTRIES_READ);
  const now = table.clock();
  const found = items.find(({ sk }) => sk === MESSAGE_SORT_KEY);
  const item = found === undefined ? undefined : messageItemSchema.parse(found);
  if (item === undefined || isExpired(item, now)) throw new NotFoundError('message', messageId);
  const entries = readEach(
    timelineEntrySchema,
    items.filter(({ sk }) => sk !== MESSAGE_SORT_KEY),
  ).filter((entry) => !isExpired(entry, now));
  const timeline = entries
    .map((entry) => ({ entry, position: positionOf(entry) }))
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const rest = timeline.filter(({ position }) => position > after);
  const page = rest.slice(0, limit);
  return {
    message: withTimeline(
      item,
      timeline.map(({ entry }) => entry),
    ),
    timeline: page.map(({ entry }) => entry),
    next: rest.length > limit ? page.at(-1)?.position : undefined,
  };
}

/** The times are of one length, so as texts they sort by time. */
const positionOf = ({ occurredAt, receivedAt, eventId }: TimelineEntry): string =>
  `${occurredAt}#${receivedAt}#${eventId}`;
export const TIMELINE_POSITION = /^[\dTZ:.-]{20,30}#[\dTZ:.-]{20,30}#./s;

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
  const count = (kind: CountedKind) =>
    countOf(item, kind, timeline.filter((entry) => entry.kind === kind).length);
  return { ...item, status, statusAt, opens: count('open'), clicks: count('click') };
}
