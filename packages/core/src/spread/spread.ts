import * as z from 'zod';

/** A page of a list that is spread asks each of its shards. */
export const MAX_SHARDS = 32;

/** Ranges of time: of events accepted from `from` on and before `until`, the places in lists are in so many shards. */
const spanSchema = z.object({
  from: z.string(),
  until: z.string(),
  shards: z.number().int().min(2).max(MAX_SHARDS),
});
export type Span = z.infer<typeof spanSchema>;

/**
 * How a tenant's lists of events, dead letters and held deliveries are spread over partitions of their index. In a time
 * without a span there is one, as of a tenant who has never sent much; where spans overlap, the largest counts.
 */
export type Spread = readonly Span[];

/** No id of an endpoint: it stands beside a tenant's endpoints, which are read for each event. */
export const SPREAD_ID = '#spread';

/** What somebody broke by hand may say anything: then a place may be in each shard, at any time. */
const ANYWHERE: Span[] = [{ from: '', until: '~', shards: MAX_SHARDS }];

export const spreadItemSchema = z.object({
  spans: z.array(spanSchema).catch(ANYWHERE),
  /** Names the write that made it. */
  version: z.string().catch(''),
});

/** The number of shards at a time, ISO. */
export const shardsAt = (spread: Spread, time: string): number =>
  Math.max(
    1,
    ...spread.filter(({ from, until }) => from <= time && time < until).map(({ shards }) => shards),
  );

/** In how many shards there may be anything. */
export const mostShards = (spread: Spread): number => Math.max(1, ...spread.map(({ shards }) => shards));

/** The shard of an event, which is that of all its deliveries: FNV-1a of its id. */
export function shardOf(eventId: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < eventId.length; index += 1)
    hash = Math.imul(hash ^ eventId.charCodeAt(index), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % shards;
}

export type Segment = { readonly from: string; readonly to: string; readonly shards: number };

/**
 * The range of positions in which a list is looked for, cut where the number of shards changes, oldest first. A position
 * begins with a time, and none is a time alone: none is on a cut.
 */
export function segmentsOf(spread: Spread, from: string, to: string): Segment[] {
  const cuts = spread
    .flatMap((span) => [span.from, span.until])
    .filter((cut) => from < cut && cut < to)
    .toSorted();
  const starts = [from, ...new Set(cuts)];
  return starts.map((start, index) => ({
    from: start,
    to: starts[index + 1] ?? to,
    shards: shardsAt(spread, start),
  }));
}
