import { EVENTS_ATTENTION_INDEX, type EventsTable } from '../tables/events-table.ts';
import { heldPartition } from './delivery-keys.ts';
import type { DeliveryId } from './delivery-store.ts';

export type HeldPage = {
  readonly deliveries: readonly DeliveryId[];
  /** Where the next page begins; undefined at the end. */
  readonly after: string | undefined;
};

/** The oldest held deliveries of an endpoint, by when their events were accepted. */
export async function readHeldPage(
  { documents, eventsTable }: Pick<EventsTable, 'documents' | 'eventsTable'>,
  endpoint: { readonly tenantId: string; readonly endpointId: string },
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<HeldPage> {
  const { tenantId, endpointId } = endpoint;
  const { Items = [], LastEvaluatedKey } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_ATTENTION_INDEX,
    KeyConditionExpression:
      after === undefined ? 'attentionPk = :pk' : 'attentionPk = :pk AND attentionSk > :after',
    ExpressionAttributeValues: {
      ':pk': heldPartition(tenantId, endpointId),
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const positions = Items.map(({ attentionSk }) => String(attentionSk));
  return {
    deliveries: positions.map((position) => ({
      tenantId,
      endpointId,
      eventId: position.split('#')[1] ?? '',
    })),
    after: LastEvaluatedKey === undefined ? undefined : positions.at(-1),
  };
}
