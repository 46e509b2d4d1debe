import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { noteActivity } from './activity-rows.ts';
import { type Conversation, conversationKey } from './conversation.ts';
import { conversationListKey } from './conversation-entries.ts';

/** @returns false when there is a conversation of this id already */
export async function putNewConversation(
  { documents, eventsTable, clock }: EventsTable,
  conversation: Conversation,
): Promise<boolean> {
  const { conversationId, address, createdAt, lastActivityAt } = conversation;
  await noteActivity({ documents, eventsTable, clock }, { conversationId, at: lastActivityAt });
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: {
        ...conversationKey(conversationId),
        ...conversationListKey(conversation),
        ...conversation,
      },
      // The second half is this very write, which the SDK repeats when its answer was lost.
      ConditionExpression:
        'attribute_not_exists(pk) OR (address = :address AND createdAt = :createdAt AND lastActivityAt = :createdAt)',
      ExpressionAttributeValues: { ':address': address, ':createdAt': createdAt },
    }),
  );
}
