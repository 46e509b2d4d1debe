import {
  deadLetterPartition,
  endpointIdOfSortKey,
  heldEntryOf,
  heldPartition,
} from '../deliveries/delivery-keys.ts';
import { EVENTS_ATTENTION_INDEX, type EventsTable } from '../tables/events-table.ts';

type Table = Pick<EventsTable, 'documents' | 'eventsTable'>;

/** Counting reads what it counts: 26 read units for so many. */
export const COUNT_UP_TO = 1_000;

export type BoundedCount = {
  readonly count: number;
  /** There may be more: it was counted up to a limit. */
  readonly atLeast: boolean;
};

const attention = ({ eventsTable }: Table, pk: string) => ({
  TableName: eventsTable,
  IndexName: EVENTS_ATTENTION_INDEX,
  KeyConditionExpression: 'attentionPk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  // One more says whether there are more.
  Limit: COUNT_UP_TO + 1,
});

/** How many deliveries an endpoint has that are HELD, or are just being sent on. */
export async function countHeld(
  table: Table,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
): Promise<BoundedCount> {
  const { Count = 0 } = await table.documents.query({
    ...attention(table, heldPartition(tenantId, endpointId)),
    Select: 'COUNT',
  });
  return { count: Math.min(Count, COUNT_UP_TO), atLeast: Count > COUNT_UP_TO };
}

/** When the event of the oldest held delivery of an endpoint was accepted; undefined where nothing is held. */
export async function oldestHeld(
  table: Table,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
): Promise<string | undefined> {
  const partition = attention(table, heldPartition(tenantId, endpointId));
  const { Items: [oldest = {}] = [] } = await table.documents.query({ ...partition, Limit: 1 });
  return heldEntryOf(oldest)?.createdAt;
}

/** How many of the tenant's dead letters are of which endpoint, or how many there are. They are in one list, which is read once for all. */
export async function countDead(
  table: Table,
  tenantId: string,
): Promise<(endpointId?: string) => BoundedCount> {
  const { Items = [] } = await table.documents.query({
    ...attention(table, deadLetterPartition(tenantId)),
    ProjectionExpression: 'sk',
  });
  const counts = new Map<string, number>();
  for (const { sk } of Items.slice(0, COUNT_UP_TO)) {
    const endpointId = endpointIdOfSortKey(String(sk));
    counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
  }
  const atLeast = Items.length > COUNT_UP_TO;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (endpointId) => ({
    count: endpointId === undefined ? all : (counts.get(endpointId) ?? 0),
    atLeast,
  });
}
