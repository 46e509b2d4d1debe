import type { Channel } from '../channels/channel.ts';
import { type BatchGetContext, batchGet, MAX_BATCH_GET } from '../tables/batch-get.ts';
import { EVENTS_LIST_INDEX, type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import {
  type MessageItem,
  messageItemSchema,
  outboundMessageKey,
  recipientPartition,
  recipientPrefix,
} from './outbound-messages.ts';

/** More messages of a tenant to one person within the window are not told apart. */
export const MAX_CANDIDATES = 25;
/** Of whom one person gets messages without an external id. */
const MAX_TENANTS = 50;

export type FindByRecipientInput = {
  readonly channel: Channel;
  /** Normalised; to any of them. */
  readonly recipients: readonly string[];
  /** ISO 8601 in UTC with milliseconds, both included. */
  readonly sentFrom: string;
  readonly sentTo: string;
  /** Whose messages count; undefined: everybody's. */
  readonly tenants: readonly string[] | undefined;
};

/**
 * The messages without an external id that were sent to a person within a time: of each tenant by a query of its own,
 * so that one tenant's messages do not hide another's. An index lags behind its table by some milliseconds, so a
 * message registered this very moment may be missing.
 *
 * @returns `too_many` when a tenant that counts has more than MAX_CANDIDATES
 */
export async function findByRecipient(
  context: EventsTable & BatchGetContext,
  input: FindByRecipientInput,
): Promise<readonly MessageItem[] | 'too_many'> {
  const keys = new Map<string, ReturnType<typeof outboundMessageKey>>();
  for (const recipient of input.recipients) {
    const found = await keysOf(context, input, recipientPartition(input.channel, recipient));
    if (found === 'too_many') return found;
    for (const key of found) keys.set(key.pk, key);
  }
  const items = [];
  const wanted = [...keys.values()];
  for (let from = 0; from < wanted.length; from += MAX_BATCH_GET)
    items.push(...(await batchGet(context, context.eventsTable, wanted.slice(from, from + MAX_BATCH_GET))));
  return readEach(messageItemSchema, items).filter(
    (message) => message.externalId === undefined && !isExpired(message, context.clock()),
  );
}

type Keys = readonly ReturnType<typeof outboundMessageKey>[];

async function keysOf(
  table: EventsTable,
  { sentFrom, sentTo, tenants }: FindByRecipientInput,
  listPk: string,
): Promise<Keys | 'too_many'> {
  const counting = tenants ?? (await tenantsIn(table, listPk));
  if (counting === 'too_many') return counting;
  const keys = [];
  // An earlier version sorted by time alone, and kept those with an external id in the list.
  const earlier = await sortKeys(table, listPk, sentFrom, sentTo, MAX_BATCH_GET);
  if (earlier.length > MAX_BATCH_GET) return 'too_many';
  for (const listSk of earlier) {
    const [, tenantId = '', messageId = ''] = listSk.split('#');
    if (tenants === undefined || tenants.includes(tenantId))
      keys.push(outboundMessageKey(tenantId, messageId));
  }
  for (const tenantId of counting) {
    const prefix = recipientPrefix(tenantId);
    const own = await sortKeys(table, listPk, `${prefix}${sentFrom}`, `${prefix}${sentTo}`, MAX_CANDIDATES);
    if (own.length > MAX_CANDIDATES) return 'too_many';
    keys.push(...own.map((listSk) => outboundMessageKey(tenantId, listSk.split('#')[3] ?? '')));
  }
  return keys;
}

/** @returns at most one more than the limit, to know whether there are more */
async function sortKeys(
  { documents, eventsTable }: EventsTable,
  listPk: string,
  from: string,
  to: string,
  limit: number,
): Promise<string[]> {
  const { Items = [] } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: 'listPk = :recipient AND listSk BETWEEN :from AND :to',
    // Every position at that time sorts before it: a "#" follows the time, and "$" comes after "#".
    ExpressionAttributeValues: { ':recipient': listPk, ':from': from, ':to': `${to}$` },
    Limit: limit + 1,
  });
  return Items.map(({ listSk }) => String(listSk));
}

/** From the last to the first, one short query each, which skips the tenant found before. */
async function tenantsIn(
  { documents, eventsTable }: EventsTable,
  listPk: string,
): Promise<readonly string[] | 'too_many'> {
  const tenants: string[] = [];
  let before = '~';
  for (;;) {
    const { Items: [last] = [] } = await documents.query({
      TableName: eventsTable,
      IndexName: EVENTS_LIST_INDEX,
      KeyConditionExpression: 'listPk = :recipient AND listSk < :before',
      ExpressionAttributeValues: { ':recipient': listPk, ':before': before },
      ScanIndexForward: false,
      Limit: 1,
    });
    const [kind, tenantId] = String(last?.listSk).split('#');
    if (kind !== 'TENANT' || tenantId === undefined) return tenants;
    if (tenants.length === MAX_TENANTS) return 'too_many';
    tenants.push(tenantId);
    before = recipientPrefix(tenantId);
  }
}
