import type * as z from 'zod';
import { ifConditionHolds, putIfAbsent } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { type MessageStatus, outboundMessageSchema } from './outbound-message.ts';

export const MESSAGE_RETENTION_DAYS = 30;

/** The message's own item. Opens and clicks stand in it as far as they have been counted, and in the timeline. */
export const messageItemSchema = outboundMessageSchema.partial({ opens: true, clicks: true });
export type MessageItem = z.infer<typeof messageItemSchema>;

export const MESSAGE_SORT_KEY = 'MESSAGE';

export const outboundMessageKey = (tenantId: string, messageId: string) => ({
  pk: `TENANT#${tenantId}#MESSAGE#${messageId}`,
  sk: MESSAGE_SORT_KEY,
});

/** What was sent to a person, by tenant, then by time: for providers that report without an id of ours. */
export const recipientPartition = (channel: string, recipient: string) => `RECIPIENT#${channel}#${recipient}`;
export const recipientPrefix = (tenantId: string) => `TENANT#${tenantId}#`;

/** Only while nobody knows the provider's id of it: by that one it is found without guessing. */
const recipientListKey = (message: MessageItem) =>
  message.externalId === undefined
    ? {
        listPk: recipientPartition(message.channel, message.recipient),
        listSk: `${recipientPrefix(message.tenantId)}${message.sentAt}#${message.messageId}`,
      }
    : {};

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
