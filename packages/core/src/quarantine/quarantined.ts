import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { inOrder } from '../spread/in-order.ts';
import { shardPartition } from '../spread/shard-partition.ts';
import { shardOf } from '../spread/spread.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { readEach } from '../tables/read-each.ts';
import { storedRequestSchema } from './stored-request.ts';

/** How long a request that was not proven genuine is kept. */
export const QUARANTINE_DAYS = 7;
const DAY_MS = DAY_SECONDS * 1_000;

/** A request that was not proven genuine, could not be read, or came from the wrong account: a wrong secret, URL or list of tenants on our side loses nothing. */
export const quarantinedSchema = z.object({
  id: z.string(),
  step: z.enum(['verify', 'parse', 'account']),
  /** A stable code: signature_mismatch, header_missing, callback_unreadable, account_not_allowed … */
  code: z.string(),
  request: storedRequestSchema,
  body: z.instanceof(Uint8Array<ArrayBufferLike>),
  /** Size of the body as it came; it was cut when there is less of it. */
  bodyBytes: z.number().int(),
  expiresAt: z.number(),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

const withoutBodySchema = quarantinedSchema.omit({ body: true });
export type QuarantinedWithoutBody = z.infer<typeof withoutBodySchema>;

/** What a list shows: nothing of what the sender wrote. */
const rowSchema = withoutBodySchema.extend({
  request: storedRequestSchema.pick({ route: true, receivedAt: true }),
});
export type QuarantineRow = z.infer<typeof rowSchema>;

type QuarantineId = { readonly receivedAt: string; readonly id: string };

/** Of a day: what comes in one second may be many of 350 KiB, and a partition takes no more than 1,000 KiB. */
const SHARDS = 8;

/** @param day such as 2026-11-22 */
const quarantinePartition = (day: string, shard: number) => shardPartition(`QUARANTINE#${day}`, shard);

export const quarantineKey = ({ receivedAt, id }: QuarantineId, shard = shardOf(id, SHARDS)) => ({
  pk: quarantinePartition(receivedAt.slice(0, 10), shard),
  sk: `${receivedAt}#${id}`,
});

/** Where it is; an earlier version put all in the first shard. */
const keysOf = (id: QuarantineId) => [quarantineKey(id), quarantineKey(id, 0)];

export async function putQuarantined(
  { documents, eventsTable, clock }: EventsTable,
  { request, body, bodyBytes, step, code }: Omit<Quarantined, 'id' | 'expiresAt'>,
): Promise<void> {
  const id = request.requestId;
  const item: Quarantined = {
    id,
    step,
    code,
    request,
    body,
    bodyBytes,
    expiresAt: toSeconds(clock()) + QUARANTINE_DAYS * DAY_SECONDS,
  };
  const Key = quarantineKey({ receivedAt: request.receivedAt, id });
  await documents.put({ TableName: eventsTable, Item: { ...Key, ...item } });
}

export async function readQuarantined(
  table: EventsTable,
  id: QuarantineId,
): Promise<Quarantined | undefined> {
  const Item = await readItem(table, id);
  const item = Item === undefined ? undefined : quarantinedSchema.parse(Item);
  return item === undefined || isExpired(item, table.clock()) ? undefined : item;
}

/** Without what the sender wrote, which is personal data and need not leave the table. */
export async function readQuarantinedWithoutBody(
  table: EventsTable,
  id: QuarantineId,
): Promise<QuarantinedWithoutBody | undefined> {
  const Item = await readItem(table, id, projection(namesIn(withoutBodySchema)));
  const item = Item === undefined ? undefined : withoutBodySchema.parse(Item);
  return item === undefined || isExpired(item, table.clock()) ? undefined : item;
}

async function readItem({ documents, eventsTable }: EventsTable, id: QuarantineId, projected: object = {}) {
  for (const Key of keysOf(id)) {
    const { Item } = await documents.get({ TableName: eventsTable, Key, ConsistentRead: true, ...projected });
    if (Item !== undefined) return Item;
  }
  return undefined;
}

export async function removeQuarantined(
  { documents, eventsTable }: EventsTable,
  id: QuarantineId,
): Promise<void> {
  for (const Key of keysOf(id)) await documents.delete({ TableName: eventsTable, Key });
}

/**
 * Newest first, without what the sender wrote. DynamoDB bills whole items, bodies included, so whoever has seen enough
 * should stop.
 */
export async function* quarantineRows(
  table: EventsTable,
  filter: { readonly days: number; readonly code?: string | undefined },
): AsyncGenerator<QuarantineRow> {
  const now = table.clock();
  const from = toIso(now - filter.days * DAY_MS);
  const { request: _, ...plain } = rowSchema.shape;
  const names = [...Object.keys(plain), ...namesIn(rowSchema.shape.request).map((name) => `request.${name}`)];
  const rowsOf = (partition: string) =>
    rowsIn(table, {
      KeyConditionExpression: 'pk = :pk AND sk >= :from',
      ...(filter.code === undefined ? {} : { FilterExpression: '#code = :code' }),
      ...projection(names),
      ExpressionAttributeValues: {
        ':pk': partition,
        ':from': from,
        ...(filter.code === undefined ? {} : { ':code': filter.code }),
      },
      ScanIndexForward: false,
    });
  for (const day of daysBack(from, now)) {
    const shards = Array.from({ length: SHARDS }, (_, shard) => rowsOf(quarantinePartition(day, shard)));
    yield* inOrder(shards, (one, other) => one.request.receivedAt > other.request.receivedAt);
  }
}

async function* rowsIn(
  { documents, eventsTable, clock }: EventsTable,
  query: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<QuarantineRow, void> {
  for await (const { Items = [] } of queryPages(documents, { TableName: eventsTable, ...query }))
    yield* readEach(rowSchema, Items).filter((row) => !isExpired(row, clock()));
}

const namesIn = (schema: z.ZodObject): string[] => Object.keys(schema.shape);

/** Every name by an alias, since some are DynamoDB's own words. */
function projection(paths: readonly string[]) {
  const names = [...new Set(paths.flatMap((path) => path.split('.')))];
  return {
    ProjectionExpression: paths.map((path) => path.replace(/\w+/g, '#$&')).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
}

/** The UTC days that the time from `from` to now touches, today first. */
function daysBack(from: string, now: number): string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  const days: string[] = [];
  for (let day = now; day >= first; day -= DAY_MS) days.push(toIso(day).slice(0, 10));
  return days;
}
