import type * as z from 'zod';
import type { Channel } from '../channels/channel.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { isExpired } from '../tables/expiry.ts';
import { EVENTS_LIST_INDEX } from '../tables/indexes.ts';
import { putIfAbsent } from '../tables/put-if-absent.ts';
import { readEach } from '../tables/read-each.ts';
import { type MessageStatus, outboundMessageSchema } from './outbound-message.ts';

export const MESSAGE_RETENTION_DAYS = 30;

/** More messages to one person within the window are not told apart. */
export const MAX_CANDIDATES = 25;

/** The message's own item. Opens and clicks stand in it as far as they have been counted, and in the timeline. */
export const messageItemSchema = outboundMessageSchema.partial({ opens: true, clicks: true });
export type MessageItem = z.infer<typeof messageItemSchema>;

export const MESSAGE_SORT_KEY = 'MESSAGE';

export const outboundMessageKey = (tenantId: string, messageId: string) => ({
  pk: `TENANT#${tenantId}#MESSAGE#${messageId}`,
  sk: MESSAGE_SORT_KEY,
});

/** What was sent to a person, by time: for providers that report without an id of ours. */
const recipientPartition = (channel: string, recipient: string) => `RECIPIENT#${channel}#${recipient}`;

export const recipientListKey = ({ channel, recipient, sentAt, tenantId, messageId }: MessageItem) => ({
  listPk: recipientPartition(channel, recipient),
  listSk: `${sentAt}#${tenantId}#${messageId}`,
});

/** @returns undefined also when it has expired, whether or not DynamoDB has deleted it */
export function readOutboundMessage(
  table: EventsTable,
  tenantId: string,
  messageId: string,
): Promise<MessageItem | undefined> {
  return readLive(table, messageItemSchema, outboundMessageKey(tenantId, messageId));
}

/** @returns undefined also when it has expired */
export async function readLive<T extends { expiresAt: number }>(
  { documents, eventsTable, clock }: EventsTable,
  schema: z.ZodType<T>,
  Key: Record<string, string>,
): Promise<T | undefined> {
  const { Item } = await documents.get({ TableName: eventsTable, Key, ConsistentRead: true });
  if (Item === undefined) return undefined;
  const item = schema.parse(Item);
  return isExpired(item, clock()) ? undefined : item;
}

/** @returns false when the message exists */
export async function putNewOutboundMessage(table: EventsTable, message: MessageItem): Promise<boolean> {
  return putIfAbsent(table, {
    ...outboundMessageKey(message.tenantId, message.messageId),
    ...recipientListKey(message),
    ...message,
  });
}

export type FindByRecipientInput = {
  readonly channel: Channel;
  /** Normalised. */
  readonly recipient: string;
  /** ISO 8601 in UTC with milliseconds, both included. */
  readonly sentFrom: string;
  readonly sentTo: string;
};

/**
 * What was sent to a person within a time, whichever tenant sent it: one query of the recipient's partition of the
 * index, which holds keys only, and one batch read of what it names. An index lags behind its table by some
 * milliseconds, so a message registered this very moment may be missing.
 *
 * @returns `too_many` when there are more than MAX_CANDIDATES
 */
export async function findByRecipient(
  context: EventsTable & BatchGetContext,
  { channel, recipient, sentFrom, sentTo }: FindByRecipientInput,
): Promise<readonly MessageItem[] | 'too_many'> {
  const { documents, eventsTable, clock } = context;
  const { Items: rows = [] } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: 'listPk = :recipient AND listSk BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':recipient': recipientPartition(channel, recipient),
      ':from': sentFrom,
      // Every position at that time sorts before it: a "#" follows the time, and "$" comes after "#".
      ':to': `${sentTo}$`,
    },
    Limit: MAX_CANDIDATES + 1,
  });
  if (rows.length > MAX_CANDIDATES) return 'too_many';
  const keys = rows.map(({ listSk }) => {
    const [, tenantId = '', messageId = ''] = String(listSk).split('#');
    return outboundMessageKey(tenantId, messageId);
  });
  const items = await batchGet(context, eventsTable, keys);
  return readEach(messageItemSchema, items).filter((message) => !isExpired(message, clock()));
}

/**
 * Writes the message's new status, which must still have the one that was seen.
 *
 * @returns false when somebody else changed it meanwhile
 */
export function replaceStatus(
  { documents, eventsTable }: EventsTable,
  seen: MessageStatus,
  next: MessageItem,
): Promise<boolean> {
  return ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: outboundMessageKey(next.tenantId, next.messageId),
      UpdateExpression: 'SET #status = :status, statusAt = :statusAt, updatedAt = :updatedAt',
      ConditionExpression: '#status = :seen',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': next.status,
        ':statusAt': next.statusAt,
        ':updatedAt': next.updatedAt,
        ':seen': seen,
      },
    }),
  );
}
