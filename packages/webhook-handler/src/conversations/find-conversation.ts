import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Channel,
  contactPartition,
  conversationIdOfPartition,
  EVENTS_LIST_INDEX,
} from '@switchyard/core';

/** @returns the conversation with this person that had the newest activity; undefined for an unknown sender */
export function createFindConversation(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
}) {
  return async (channel: Channel, address: string): Promise<string | undefined> => {
    const { Items = [] } = await deps.documents.send(
      new QueryCommand({
        TableName: deps.eventsTable,
        IndexName: EVENTS_LIST_INDEX,
        KeyConditionExpression: 'listPk = :contact',
        ExpressionAttributeValues: { ':contact': contactPartition(channel, address) },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    const [newest] = Items;
    return newest === undefined ? undefined : conversationIdOfPartition(String(newest.pk));
  };
}
