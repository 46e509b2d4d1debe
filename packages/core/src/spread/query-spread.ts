import type { EventsTable } from '../tables/events-table.ts';
import { shardPartition } from './shard-partition.ts';
import { type Segment, type Spread, segmentsOf } from './spread.ts';

export type SpreadQuery = {
  readonly index: string;
  /** Names of the index's keys. */
  readonly pkName: string;
  readonly skName: string;
  /** The key of the list's first shard. */
  readonly partition: string;
  readonly spread: Spread;
  /** Positions, both included. */
  readonly from: string;
  readonly to: string;
  readonly oldestFirst: boolean;
  /** So many entries at most. */
  readonly limit: number;
};

type Entry = Record<string, unknown>;

type Entries = {
  readonly entries: readonly Entry[];
  /** There may be others behind these. */
  readonly more: boolean;
  /** How many were read for them. */
  readonly read: number;
};

/** Of each shard a little more than its share is read, since chance deals them out unevenly. */
const SPARE = 8;

/** One page of a list, in its order, however many shards it is spread over. */
export async function querySpread(
  table: Pick<EventsTable, 'documents' | 'eventsTable'>,
  query: SpreadQuery,
): Promise<Entries> {
  // DynamoDB refuses a range that ends before it begins.
  if (query.from > query.to) return { entries: [], more: false, read: 0 };
  const segments = segmentsOf(query.spread, query.from, query.to);
  if (!query.oldestFirst) segments.reverse();
  const entries: Entry[] = [];
  let read = 0;
  for (const [index, segment] of segments.entries()) {
    const found = await querySegment(table, query, segment, query.limit - entries.length);
    entries.push(...found.entries);
    read += found.read;
    const more = found.more || index < segments.length - 1;
    if (found.more || entries.length >= query.limit) return { entries, more, read };
  }
  return { entries, more: false, read };
}

async function querySegment(
  { documents, eventsTable }: Pick<EventsTable, 'documents' | 'eventsTable'>,
  { index, pkName, skName, partition, oldestFirst }: SpreadQuery,
  { from, to, shards }: Segment,
  limit: number,
): Promise<Entries> {
  const ask = (shard: number) =>
    documents.query({
      TableName: eventsTable,
      IndexName: index,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#pk': pkName, '#sk': skName },
      ExpressionAttributeValues: { ':pk': shardPartition(partition, shard), ':from': from, ':to': to },
      ScanIndexForward: oldestFirst,
      Limit: shards === 1 ? limit : Math.min(limit, Math.ceil(limit / shards) + SPARE),
    });
  const pages = await Promise.all(Array.from({ length: shards }, (_, shard) => ask(shard)));
  const all = pages.flatMap(({ Items = [] }) => Items);
  const read = all.length;
  const ends = pages.flatMap(({ LastEvaluatedKey: end }) => (end === undefined ? [] : [String(end[skName])]));
  if (shards === 1) return { entries: all, more: ends.length > 0, read };
  const isBefore = (one: string, other: string) => (oldestFirst ? one < other : one > other);
  const sorted = all.toSorted((a, b) => (isBefore(String(a[skName]), String(b[skName])) ? -1 : 1));
  // What is behind the end of any page may have entries of that shard before it, which were not read.
  const known = sorted.filter((entry) => !ends.some((end) => isBefore(end, String(entry[skName]))));
  return {
    entries: known.slice(0, limit),
    more: ends.length > 0 || known.length > limit,
    read,
  };
}
