import { type Channel, contactPartition, conversationIdOfPartition } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { EVENTS_LIST_INDEX } from '@switchyard/core/tables';

/** @returns the conversation with this person that had the newest activity; undefined for an unknown sender */
export function createFindConversation(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
}) {
  return async (channel: Channel, address: string): Promise<string | undefined> => {
    const { Items = [] } = await deps.documents.query({
      TableName: deps.eventsTable,
      IndexName: EVENTS_LIST_INDEX,
      KeyConditionExpression: 'listPk = :contact',
      ExpressionAttributeValues: { ':contact': contactPartition(channel, address) },
      ScanIndexForward: false,
      Limit: 1,
    });
    const [newest] = Items;
    return newest === undefined ? undefined : conversationIdOfPartition(String(newest.pk));
  };
}
