import { isAwsError } from '@switchyard/core/errors';
import {
  type Channel,
  type Conversation,
  conversationKey,
  conversationListKey,
  conversationSchema,
  USER_REPLY_RECEIVED,
} from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';

export type TouchConversationInput = {
  readonly conversationId: string;
  readonly channel: Channel;
  readonly address: string;
  readonly receivedAt: string;
};

/**
 * Notes that the person wrote, and reads the conversation in the same call. A message that is processed late is a reply
 * too, but does not move the conversation back in time.
 *
 * @returns undefined when the conversation is gone
 */
export function createTouchConversation(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
}) {
  const { documents, eventsTable } = deps;

  /** @returns undefined when the condition does not hold */
  async function update(
    { conversationId }: TouchConversationInput,
    assignments: readonly string[],
    condition: string,
    values: Readonly<Record<string, string>>,
  ): Promise<Conversation | undefined> {
    try {
      const { Attributes } = await documents.update({
        TableName: eventsTable,
        Key: conversationKey(conversationId),
        UpdateExpression: `SET ${['#status = :status', ...assignments].join(', ')}`,
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': USER_REPLY_RECEIVED, ...values },
        ReturnValues: 'ALL_NEW',
      });
      return conversationSchema.parse(Attributes);
    } catch (error) {
      if (isAwsError(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }

  return async (input: TouchConversationInput): Promise<Conversation | undefined> => {
    const { conversationId, channel, address, receivedAt } = input;
    const { listPk, listSk } = conversationListKey(channel, address, receivedAt, conversationId);
    const touched = await update(
      input,
      ['lastUserMessageAt = :at', 'lastActivityAt = :at', 'listPk = :listPk', 'listSk = :listSk'],
      'attribute_exists(pk) AND lastActivityAt <= :at',
      { ':at': receivedAt, ':listPk': listPk, ':listSk': listSk },
    );
    return touched ?? update(input, [], 'attribute_exists(pk)', {});
  };
}
