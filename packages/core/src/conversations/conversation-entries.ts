import { EVENTS_LIST_INDEX } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import type { Conversation } from './conversation.ts';
import type { ListContext } from './newest-items.ts';

/** What the index `list` says of a conversation. */
export type ConversationEntry = Pick<Conversation, 'conversationId' | 'tenantId' | 'lastActivityAt'> & {
  /** False for an entry of an earlier version, which does not tell the tenant. */
  readonly tellsTenant: boolean;
};

/** Entries of one owner that are read at once: of them the first is wanted, and there seldom are more. */
const PAGE = 25;

/** All with one person, by tenant, then by activity: the newest of a tenant is found however many others there are. */
const contactPartition = (channel: string, address: string) => `CONTACT#${channel}#${address}`;

/** Entries of earlier versions begin with the time, so they sort before these. */
const tenantPrefix = (tenantId: string | undefined) =>
  tenantId === undefined ? 'NOBODY#' : `TENANT#${tenantId}#`;
const AFTER_NOBODYS = 'NOBODY$';
const AFTER_ALL = '~';

type ListedConversation = Pick<
  Conversation,
  'channel' | 'address' | 'tenantId' | 'lastActivityAt' | 'conversationId'
>;

export const conversationListKey = ({
  channel,
  address,
  tenantId,
  lastActivityAt,
  conversationId,
}: ListedConversation) => ({
  listPk: contactPartition(channel, address),
  listSk: `${tenantPrefix(tenantId)}${lastActivityAt}#${conversationId}`,
});

type Contact = Pick<Conversation, 'channel' | 'address'>;

/** @returns the tenant's conversation with this person that had the newest activity */
export async function newestOfTenant(
  { documents, eventsTable }: ListContext,
  { channel, address }: Contact,
  tenantId: string,
): Promise<ConversationEntry | undefined> {
  const { Items: [item] = [] } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: 'listPk = :listPk AND begins_with(listSk, :prefix)',
    ExpressionAttributeValues: {
      ':listPk': contactPartition(channel, address),
      ':prefix': tenantPrefix(tenantId),
    },
    ScanIndexForward: false,
    Limit: 1,
  });
  return item === undefined ? undefined : readEntry(item);
}

/**
 * The newest of each tenant and of those without one, and all entries that do not tell the tenant. The rest of a
 * tenant's is skipped, so the reads are as many as there are tenants.
 *
 * @param of `nobody`: without those of tenants, as far as that can be told
 */
export async function* newestOfEach(
  { documents, eventsTable }: ListContext,
  { channel, address }: Contact,
  of: 'all' | 'nobody',
): AsyncGenerator<ConversationEntry> {
  let before = of === 'all' ? AFTER_ALL : AFTER_NOBODYS;
  for (;;) {
    const { Items = [] } = await documents.query({
      TableName: eventsTable,
      IndexName: EVENTS_LIST_INDEX,
      KeyConditionExpression: 'listPk = :listPk AND listSk < :before',
      ExpressionAttributeValues: { ':listPk': contactPartition(channel, address), ':before': before },
      ScanIndexForward: false,
      Limit: PAGE,
    });
    for (const item of Items) {
      if (String(item.listSk) >= before) continue;
      const entry = readEntry(item);
      yield entry;
      before = entry.tellsTenant ? tenantPrefix(entry.tenantId) : String(item.listSk);
    }
    if (Items.length < PAGE) return;
  }
}

/** Every one, in no order. */
export async function allEntries(
  { documents, eventsTable }: ListContext,
  { channel, address }: Contact,
): Promise<ConversationEntry[]> {
  const entries: ConversationEntry[] = [];
  const pages = queryPages(documents, {
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: 'listPk = :listPk',
    ExpressionAttributeValues: { ':listPk': contactPartition(channel, address) },
  });
  for await (const { Items = [] } of pages) entries.push(...Items.map(readEntry));
  return entries;
}

function readEntry({ listSk }: Readonly<Record<string, unknown>>): ConversationEntry {
  const [, owner, tenantId, lastActivityAt = '', conversationId = ''] =
    /^(NOBODY#|TENANT#([^#]+)#)?([^#]+)#(.+)$/.exec(String(listSk)) ?? [];
  return { conversationId, tenantId, lastActivityAt, tellsTenant: owner !== undefined };
}
