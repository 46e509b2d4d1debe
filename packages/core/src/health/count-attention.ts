import {
  deadLetterPartition,
  endpointIdOfSortKey,
  heldEntryOf,
  heldPartition,
} from '../deliveries/delivery-keys.ts';
import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { shardPartition } from '../spread/shard-partition.ts';
import { mostShards, type Spread } from '../spread/spread.ts';
import { readSpread } from '../spread/spread-store.ts';
import { EVENTS_ATTENTION_INDEX, type EventsTable } from '../tables/events-table.ts';

type Table = Pick<EventsTable, 'documents' | 'eventsTable'>;

/** Counting reads what it counts: 26 read units for so many. */
export const COUNT_UP_TO = 1_000;

export type BoundedCount = {
  readonly count: number;
  /** There may be more: it was counted up to a limit. */
  readonly atLeast: boolean;
};

/** One more says whether there are more. */
const LIMIT = COUNT_UP_TO + 1;

/** How many deliveries an endpoint has that are HELD, or are just being sent on. */
export async function countHeld(
  table: Table,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
  spread: Spread,
): Promise<BoundedCount> {
  let count = 0;
  for (const pk of shardsOf(heldPartition(tenantId, endpointId), spread)) {
    const { Count = 0 } = await table.documents.query({
      ...attention(table, pk, LIMIT - count),
      Select: 'COUNT',
    });
    count += Count;
    if (count === LIMIT) break;
  }
  return { count: Math.min(count, COUNT_UP_TO), atLeast: count > COUNT_UP_TO };
}

/** When the event of the oldest held delivery of an endpoint was accepted; undefined where nothing is held. */
async function oldestHeld(
  table: Table,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
  spread: Spread,
): Promise<string | undefined> {
  const oldest: string[] = [];
  for (const pk of shardsOf(heldPartition(tenantId, endpointId), spread)) {
    const { Items: [first = {}] = [] } = await table.documents.query(attention(table, pk, 1));
    oldest.push(...[heldEntryOf(first)?.createdAt ?? []].flat());
  }
  return oldest.toSorted()[0];
}

/** What is held for an endpoint: how many deliveries, and since when the oldest of their events waits. */
export async function summarizeHeld(
  table: Table & EndpointsTable,
  endpoint: { readonly tenantId: string; readonly endpointId: string },
) {
  const spread = await readSpread(table, endpoint.tenantId);
  const [{ count, atLeast }, oldest] = await Promise.all([
    countHeld(table, endpoint, spread),
    oldestHeld(table, endpoint, spread),
  ]);
  return { count, atLeast, oldest };
}

/**
 * How many of the tenant's dead letters are of which endpoint, or how many there are. They are in one list, which is read
 * once for all.
 */
export async function countDead(
  table: Table,
  tenantId: string,
  spread: Spread,
): Promise<(endpointId?: string) => BoundedCount> {
  const found: unknown[] = [];
  for (const pk of shardsOf(deadLetterPartition(tenantId), spread)) {
    const { Items = [] } = await table.documents.query({
      ...attention(table, pk, LIMIT - found.length),
      ProjectionExpression: 'sk',
    });
    found.push(...Items.map(({ sk }) => sk));
    if (found.length === LIMIT) break;
  }
  const counts = new Map<string, number>();
  for (const sk of found.slice(0, COUNT_UP_TO)) {
    const endpointId = endpointIdOfSortKey(String(sk));
    counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
  }
  const atLeast = found.length > COUNT_UP_TO;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return (endpointId) => ({
    count: endpointId === undefined ? all : (counts.get(endpointId) ?? 0),
    atLeast,
  });
}

/** One after another: what is read for a count is bounded for all of them together. */
const shardsOf = (partition: string, spread: Spread): string[] =>
  Array.from({ length: mostShards(spread) }, (_, shard) => shardPartition(partition, shard));

const attention = ({ eventsTable }: Table, pk: string, limit: number) => ({
  TableName: eventsTable,
  IndexName: EVENTS_ATTENTION_INDEX,
  KeyConditionExpression: 'attentionPk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  Limit: limit,
});
