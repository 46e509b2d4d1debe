import type { Channel } from '@switchyard/core/channels';
import type { ConversationStore } from '../conversation-store.ts';
import { formatTable, formatTime } from '../format.ts';
import { conversationView } from './conversations-show.ts';

export type ConversationsListDeps = { readonly conversations: Pick<ConversationStore, 'listOf'> };

export type ConversationsListInput = {
  readonly channel: Channel;
  /** The person's, normalised. */
  readonly address: string;
  readonly max: number;
};

/** The conversations with one person, newest activity first. */
export function createConversationsList({ conversations: store }: ConversationsListDeps) {
  return async ({ channel, address, max }: ConversationsListInput) => {
    const { conversations, more } = await store.listOf(channel, address, max);
    return { channel, address, conversations: conversations.map(conversationView), more };
  };
}

export function conversationsListText({
  channel,
  address,
  conversations,
  more,
}: Awaited<ReturnType<ReturnType<typeof createConversationsList>>>): string {
  if (conversations.length === 0) {
    return `No conversation with ${address} on ${channel}. Make one with \`conversations create\`.`;
  }
  const table = formatTable(
    ['CONVERSATION', 'STATUS', 'HANDED OFF', 'TENANT', 'LAST ACTIVITY', 'CREATED'],
    conversations.map((conversation) => [
      conversation.conversation_id,
      conversation.status,
      conversation.hand_off_to_human ? 'yes' : 'no',
      conversation.tenant_id ?? '-',
      formatTime(conversation.last_activity_at),
      formatTime(conversation.created_at),
    ]),
  );
  return more ? `${table}\n\nThere are more: raise --max.` : table;
}
