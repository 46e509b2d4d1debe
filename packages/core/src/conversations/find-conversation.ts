import type { Channel } from '../channels/channel.ts';
import { batchGet, MAX_BATCH_GET } from '../tables/batch-get.ts';
import { readEach } from '../tables/read-each.ts';
import { type Conversation, conversationKey, conversationSchema } from './conversation.ts';
import { allEntries, type ConversationEntry, newestOfEach, newestOfTenant } from './conversation-entries.ts';
import type { ListContext } from './newest-items.ts';

export type FindConversationInput = {
  readonly channel: Channel;
  /** The person's, normalised. */
  readonly address: string;
  /** Who owns the address that was written to: its conversations count, or else those without a tenant. */
  readonly owner: string | undefined;
  /** Where nobody owns it: whose conversations count besides those without a tenant. Undefined: everybody's. */
  readonly tenants: readonly string[] | undefined;
};

export type FoundConversation = Pick<Conversation, 'conversationId' | 'tenantId' | 'lastActivityAt'>;

/** @returns of the conversations with a person that count, the one with the newest activity */
export async function findConversation(
  context: ListContext,
  input: FindConversationInput,
): Promise<FoundConversation | undefined> {
  const { owner, tenants } = input;
  const own = owner === undefined ? undefined : await newestOfTenant(context, input, owner);
  if (own !== undefined) return own;
  const found = await candidates(context, input);
  const ofOwner = found.filter(({ tenantId }) => tenantId === owner);
  if (owner !== undefined) return newest(ofOwner) ?? newest(found.filter(({ tenantId }) => !tenantId));
  return newest(found.filter(({ tenantId }) => !tenantId || (tenants?.includes(tenantId) ?? true)));
}

async function candidates(
  context: ListContext,
  input: FindConversationInput,
): Promise<Omit<ConversationEntry, 'tellsTenant'>[]> {
  const telling: ConversationEntry[] = [];
  const older: ConversationEntry[] = [];
  for await (const entry of newestOfEach(context, input, input.owner === undefined ? 'all' : 'nobody')) {
    (entry.tellsTenant ? telling : older).push(entry);
  }
  return [...telling, ...(await readConversations(context, older))];
}

/** With one person, of all tenants, the newest activity first. */
export async function listConversations(
  context: ListContext,
  input: { readonly channel: Channel; readonly address: string; readonly limit: number },
): Promise<{ conversations: Conversation[]; more: boolean }> {
  const entries = (await allEntries(context, input)).sort(byActivity);
  const conversations = await readConversations(context, entries.slice(0, input.limit));
  return { conversations, more: entries.length > input.limit };
}

async function readConversations(
  context: ListContext,
  entries: readonly ConversationEntry[],
): Promise<Conversation[]> {
  const found: Conversation[] = [];
  for (let from = 0; from < entries.length; from += MAX_BATCH_GET) {
    const keys = entries
      .slice(from, from + MAX_BATCH_GET)
      .map(({ conversationId }) => conversationKey(conversationId));
    found.push(...readEach(conversationSchema, await batchGet(context, context.eventsTable, keys)));
  }
  return found;
}

const newest = <Entry extends Pick<Conversation, 'lastActivityAt'>>(entries: readonly Entry[]) =>
  entries.toSorted(byActivity)[0];

const byActivity = (a: Pick<Conversation, 'lastActivityAt'>, b: typeof a): number =>
  a.lastActivityAt < b.lastActivityAt ? 1 : -1;
