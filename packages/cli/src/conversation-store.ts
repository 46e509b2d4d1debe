import type { Clock } from '@switchyard/core/clock';
import { isAwsError } from '@switchyard/core/errors';
import {
  type Channel,
  type Conversation,
  contactPartition,
  conversationKey,
  conversationListKey,
  conversationSchema,
  inboundMessageSchema,
} from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { EVENTS_LIST_INDEX, ifConditionHolds, isExpired } from '@switchyard/core/tables';
import * as z from 'zod';
import { createBatchGet, keySchema } from './batch-get.ts';

/** What an operator sees of a message that the webhook-handler stored. */
const conversationMessageSchema = z.object({
  message: inboundMessageSchema,
  requestId: z.string(),
  routedAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type ConversationMessage = z.infer<typeof conversationMessageSchema>;

export type ConversationStoreDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
};

export type ConversationStore = ReturnType<typeof createConversationStore>;

/** Conversations and what was written in them: table Events. */
export function createConversationStore(deps: ConversationStoreDeps) {
  const { documents, eventsTable: TableName, clock, sleep } = deps;
  const batchGet = createBatchGet({ documents, tableName: TableName, sleep });

  /** Newest first. The index has nothing but keys. */
  async function newest(listPk: string, limit: number) {
    const { Items = [] } = await documents.query({
      TableName,
      IndexName: EVENTS_LIST_INDEX,
      KeyConditionExpression: 'listPk = :listPk',
      ExpressionAttributeValues: { ':listPk': listPk },
      ScanIndexForward: false,
      // One more, to know whether there are more.
      Limit: limit + 1,
    });
    const keys = Items.map((item) => keySchema.parse(item));
    return { items: await batchGet(keys.slice(0, limit)), more: keys.length > limit };
  }

  return {
    /** @returns false when there is a conversation of this id already */
    async putNew(conversation: Conversation): Promise<boolean> {
      const { conversationId, channel, address, createdAt } = conversation;
      return ifConditionHolds(
        documents.put({
          TableName,
          Item: {
            ...conversationKey(conversationId),
            ...conversationListKey(channel, address, conversation.lastActivityAt, conversationId),
            ...conversation,
          },
          // The second half is this very write, which the SDK repeats when its answer was lost.
          ConditionExpression:
            'attribute_not_exists(pk) OR (address = :address AND createdAt = :createdAt AND lastActivityAt = :createdAt)',
          ExpressionAttributeValues: { ':address': address, ':createdAt': createdAt },
        }),
      );
    },

    async read(conversationId: string): Promise<Conversation | undefined> {
      const { Item } = await documents.get({
        TableName,
        Key: conversationKey(conversationId),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : conversationSchema.parse(Item);
    },

    /** With one person, the one with the newest activity first: that is the one which gets their next message. */
    async listOf(channel: Channel, address: string, limit: number) {
      const { items, more } = await newest(contactPartition(channel, address), limit);
      return { conversations: items.map((item) => conversationSchema.parse(item)), more };
    },

    /** The latest messages, in the order of their arrival. Read from an index: the last second may be missing. */
    async latestMessages(conversationId: string, limit: number) {
      const { items, more } = await newest(conversationKey(conversationId).pk, limit);
      const messages = items
        .map((item) => conversationMessageSchema.parse(item))
        .filter((message) => !isExpired(message, clock()))
        .reverse();
      return { messages, more };
    },

    /**
     * Writes this one attribute, so that a message that comes in meanwhile is not undone.
     *
     * @returns the conversation as it was before; undefined when there is none
     */
    async setHandOff(conversationId: string, handOffToHuman: boolean): Promise<Conversation | undefined> {
      try {
        const { Attributes } = await documents.update({
          TableName,
          Key: conversationKey(conversationId),
          UpdateExpression: 'SET handOffToHuman = :handOff',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':handOff': handOffToHuman },
          ReturnValues: 'ALL_OLD',
        });
        return conversationSchema.parse(Attributes);
      } catch (error) {
        if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
        return undefined;
      }
    },
  };
}
