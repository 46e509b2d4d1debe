import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Channel,
  type Conversation,
  conversationKey,
  conversationListKey,
  conversationSchema,
  isAwsError,
  USER_REPLY_RECEIVED,
} from '@switchyard/core';

export type TouchConversationInput = {
  readonly conversationId: string;
  readonly channel: Channel;
  readonly address: string;
  readonly receivedAt: string;
};

/**
 * Notes that the person wrote, and reads the conversation in the same call. A message that is processed late does
 * not move the conversation back in time.
 *
 * @returns undefined when the conversation is gone
 */
export function createTouchConversation(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
}) {
  const { documents, eventsTable } = deps;

  return async (input: TouchConversationInput): Promise<Conversation | undefined> => {
    const { conversationId, channel, address, receivedAt } = input;
    const Key = conversationKey(conversationId);
    const list = conversationListKey(channel, address, receivedAt, conversationId);
    try {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          TableName: eventsTable,
          Key,
          UpdateExpression:
            'SET #status = :status, lastUserMessageAt = :at, lastActivityAt = :at, listPk = :listPk, listSk = :listSk',
          ConditionExpression: 'attribute_exists(pk) AND lastActivityAt <= :at',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': USER_REPLY_RECEIVED,
            ':at': receivedAt,
            ':listPk': list.listPk,
            ':listSk': list.listSk,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return conversationSchema.parse(Attributes);
    } catch (error) {
      if (!isAwsError(error, 'ConditionalCheckFailedException')) throw error;
    }
    const { Item } = await documents.send(
      new GetCommand({ TableName: eventsTable, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : conversationSchema.parse(Item);
  };
}
