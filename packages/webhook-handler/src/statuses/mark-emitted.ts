import { type Clock, toIso } from '@switchyard/core/clock';
import { type MessageItem, timelineKey } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';

export type MarkEmitted = ReturnType<typeof createMarkEmitted>;

/** Notes in the timeline that the event made of a report is accepted, so that a repeat has nothing left to do. */
export function createMarkEmitted(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  return async ({ tenantId, messageId }: MessageItem, eventId: string): Promise<void> => {
    // An entry that expired meanwhile must not come back as a fragment.
    await ifConditionHolds(
      deps.documents.update({
        TableName: deps.eventsTable,
        Key: timelineKey(tenantId, messageId, eventId),
        UpdateExpression: 'SET emittedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': toIso(deps.clock()) },
      }),
    );
  };
}
