import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, ifConditionHolds, type MessageItem, timelineKey, toIso } from '@switchyard/core';

export type MarkEmitted = ReturnType<typeof createMarkEmitted>;

/** Notes in the timeline that the event made of a report is accepted, so that a repeat has nothing left to do. */
export function createMarkEmitted(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  return async ({ tenantId, messageId }: MessageItem, eventId: string): Promise<void> => {
    // An entry that expired meanwhile must not come back as a fragment.
    await ifConditionHolds(
      deps.documents.send(
        new UpdateCommand({
          TableName: deps.eventsTable,
          Key: timelineKey(tenantId, messageId, eventId),
          UpdateExpression: 'SET emittedAt = :now',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':now': toIso(deps.clock()) },
        }),
      ),
    );
  };
}
