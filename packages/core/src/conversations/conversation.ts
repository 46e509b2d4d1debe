import * as z from 'zod';
import { type Channel, channelSchema } from '../channels/channel.ts';
import { tenantIdSchema } from '../ids/ids.ts';
import { resultIfConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { conversationListKey } from './conversation-entries.ts';

/** A person we talk with on one channel. Its messages are items of their own, so it has no size limit. */
export const conversationSchema = z.object({
  conversationId: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'a conversation id has 1 to 64 letters, digits, "-" and "_"'),
  channel: channelSchema,
  /** The person's number or mailbox, normalised. */
  address: z.string().min(1),
  /** Whose events its messages become; absent: nobody's. */
  tenantId: tenantIdSchema.optional(),
  status: z.string(),
  handOffToHuman: z.boolean(),
  threadId: z.string().optional(),
  companyId: z.string().optional(),
  projectId: z.string().optional(),
  companyName: z.string().optional(),
  /** Names where the consumer finds the credentials to answer with; never the credentials. */
  credentialsReference: z.string().optional(),
  lastUserMessageAt: z.iso.datetime().optional(),
  lastActivityAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const USER_REPLY_RECEIVED = 'user_reply_received';

export const conversationKey = (conversationId: string) => ({
  pk: `CONVERSATION#${conversationId}`,
  sk: 'CONVERSATION',
});

export async function readConversation(
  { documents, eventsTable }: EventsTable,
  conversationId: string,
): Promise<Conversation | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: conversationKey(conversationId),
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : conversationSchema.parse(Item);
}

export type TouchConversationInput = {
  readonly conversationId: string;
  readonly channel: Channel;
  /** The conversation's own, by which it was found, whatever the message says. */
  readonly address: string;
  /** Whose it was when it was found: it must still be theirs. */
  readonly tenantId: string | undefined;
  readonly receivedAt: string;
};

/**
 * Notes that the person wrote, and reads the conversation in the same call. A message that is processed late is a reply
 * too, but does not move the conversation back in time.
 *
 * @returns undefined when the conversation is gone, or another tenant's
 */
export async function touchConversation(
  table: EventsTable,
  { receivedAt, ...found }: TouchConversationInput,
): Promise<Conversation | undefined> {
  const { conversationId, tenantId } = found;
  const { listPk, listSk } = conversationListKey({ ...found, lastActivityAt: receivedAt });
  const isTheirs = `attribute_exists(pk) AND ${tenantId === undefined ? 'attribute_not_exists(tenantId)' : 'tenantId = :tenantId'}`;
  const values = tenantId === undefined ? {} : { ':tenantId': tenantId };
  const touched = await update(table, conversationId, {
    assignments: ['lastUserMessageAt = :at', 'lastActivityAt = :at', 'listPk = :listPk', 'listSk = :listSk'],
    condition: `${isTheirs} AND lastActivityAt <= :at`,
    values: { ...values, ':at': receivedAt, ':listPk': listPk, ':listSk': listSk },
  });
  return touched ?? update(table, conversationId, { assignments: [], condition: isTheirs, values });
}

/** @returns undefined when the condition does not hold */
async function update(
  { documents, eventsTable }: EventsTable,
  conversationId: string,
  change: {
    readonly assignments: readonly string[];
    readonly condition: string;
    readonly values: Readonly<Record<string, string>>;
  },
): Promise<Conversation | undefined> {
  const updated = await resultIfConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: conversationKey(conversationId),
      UpdateExpression: `SET ${['#status = :status', ...change.assignments].join(', ')}`,
      ConditionExpression: change.condition,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': USER_REPLY_RECEIVED, ...change.values },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return updated === undefined ? undefined : conversationSchema.parse(updated.Attributes);
}

/**
 * Writes this one attribute, so that a message that comes in meanwhile is not undone.
 *
 * @returns the conversation as it was before; undefined when there is none
 */
export async function setHandOff(
  { documents, eventsTable }: EventsTable,
  conversationId: string,
  handOffToHuman: boolean,
): Promise<Conversation | undefined> {
  const updated = await resultIfConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: conversationKey(conversationId),
      UpdateExpression: 'SET handOffToHuman = :handOff',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':handOff': handOffToHuman },
      ReturnValues: 'ALL_OLD',
    }),
  );
  return updated === undefined ? undefined : conversationSchema.parse(updated.Attributes);
}
