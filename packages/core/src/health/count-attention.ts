import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
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
  const shards = shardsOf(heldPartition(tenantId, endpointId), spread);
  const { count } = await readUpToLimit(table, shards, { Select: 'COUNT' });
  return { count: Math.min(count, COUNT_UP_TO), atLeast: count > COUNT_UP_TO };
}

/** When the event of the oldest held delivery of an endpoint was accepted; undefined where nothing is held. */
async function oldestHeld(
  table: Table,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
  spread: Spread,
): Promise<string | undefined> {
  const shards = shardsOf(heldPartition(tenantId, endpointId), spread);
  const pages = await Promise.all(shards.map((pk) => table.documents.query(attention(table, pk, 1))));
  return pages.flatMap(({ Items: [first = {}] = [] }) => heldEntryOf(first)?.createdAt ?? []).toSorted()[0];
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
  const shards = shardsOf(deadLetterPartition(tenantId), spread);
  const { items: found } = await readUpToLimit(table, shards, { ProjectionExpression: 'sk' });
  const counts = new Map<string, number>();
  for (const { sk } of found.slice(0, COUNT_UP_TO)) {
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

/**
 * As many entries as are counted, of all shards together. All are asked at once, each for its share, since chance deals
 * entries out; those that have more are asked again for their share of what is missing, so that little more is read than
 * is counted.
 */
async function readUpToLimit(
  table: Table,
  shards: readonly string[],
  what: Pick<QueryCommandInput, 'Select' | 'ProjectionExpression'>,
) {
  const items: Record<string, unknown>[] = [];
  let count = 0;
  let left: readonly { readonly pk: string; readonly start?: Record<string, unknown> }[] = shards.map(
    (pk) => ({ pk }),
  );
  while (left.length > 0 && count < LIMIT) {
    const share = Math.ceil((LIMIT - count) / left.length);
    const pages = await Promise.all(
      left.map(async ({ pk, start }) => ({
        pk,
        ...(await table.documents.query({
          ...attention(table, pk, share),
          ...what,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        })),
      })),
    );
    items.push(...pages.flatMap(({ Items = [] }) => Items));
    count += pages.reduce((sum, { Count = 0 }) => sum + Count, 0);
    left = pages.flatMap(({ pk, LastEvaluatedKey: start }) => (start === undefined ? [] : [{ pk, start }]));
  }
  return { count, items };
}

const shardsOf = (partition: string, spread: Spread): string[] =>
  Array.from({ length: mostShards(spread) }, (_, shard) => shardPartition(partition, shard));

const attention = ({ eventsTable }: Table, pk: string, limit: number) => ({
  TableName: eventsTable,
  IndexName: EVENTS_ATTENTION_INDEX,
  KeyConditionExpression: 'attentionPk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  Limit: limit,
});
