import { batchGet } from '../tables/batch-get.ts';
import { readEach } from '../tables/read-each.ts';
import { pagesOfActivity } from './activity-rows.ts';
import { type Conversation, conversationKey, conversationSchema } from './conversation.ts';
import type { ListContext } from './newest-items.ts';

export { RECENT_DAYS } from './activity-rows.ts';

/** Rows that are looked at for one list, however few conversations are asked for. */
const MAX_LOOKED_AT = 2_000;

export type RecentConversationsInput = {
  readonly limit: number;
  /** Whose alone. */
  readonly tenantId?: string | undefined;
  /** Only those that a person answers. */
  readonly handedOff?: boolean;
};

export type RecentConversations = {
  readonly conversations: readonly Conversation[];
  /** Conversations that were read, whether or not they are wanted. */
  readonly lookedAt: number;
  /** There may be others, of earlier. */
  readonly more: boolean;
};

/** Of all tenants and channels, the newest activity first. Reads as far back as it must, and no further than it may. */
export async function recentConversations(
  context: ListContext,
  { limit, tenantId, handedOff = false }: RecentConversationsInput,
): Promise<RecentConversations> {
  const seen = new Set<string>();
  const found: Conversation[] = [];
  let rows = 0;
  let hourOfLast = '';
  for await (const entries of pagesOfActivity(context)) {
    const fresh: string[] = [];
    for (const { hour, conversationId } of entries) {
      // Within an hour rows are in no order: one that was begun is read to its end.
      if (hour !== hourOfLast && found.length >= limit) return answer(true);
      hourOfLast = hour;
      rows += 1;
      if (!seen.has(conversationId)) fresh.push(conversationId);
      seen.add(conversationId);
    }
    const read = readEach(
      conversationSchema,
      await batchGet(context, context.eventsTable, fresh.map(conversationKey)),
    );
    found.push(
      ...read.filter(
        (each) =>
          (tenantId === undefined || each.tenantId === tenantId) && (!handedOff || each.handOffToHuman),
      ),
    );
    if (rows >= MAX_LOOKED_AT) return answer(true);
  }
  return answer(false);

  function answer(isCut: boolean): RecentConversations {
    const inOrder = found.toSorted((a, b) => (a.lastActivityAt < b.lastActivityAt ? 1 : -1));
    return {
      conversations: inOrder.slice(0, limit),
      lookedAt: seen.size,
      more: isCut || inOrder.length > limit,
    };
  }
}
