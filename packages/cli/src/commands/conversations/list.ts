import type { Channel } from '@switchyard/core/channels';
import { channelSchema } from '@switchyard/core/channels';
import { MAX_BATCH_GET } from '@switchyard/core/tables';
import * as z from 'zod';
import type { ConversationStore } from '../../conversation-store.ts';
import { createConversationStore } from '../../conversation-store.ts';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';
import { wholeNumber } from '../../input-schemas.ts';
import { parseAddress } from '../../parse-address.ts';
import { conversationView } from './show.ts';

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

export const contactSchema = z.object({ channel: channelSchema, address: z.string() });

export const contactOptions = {
  channel: ['<channel>', 'whatsapp, sms or email'],
  address: ['<address>', "the person's number or mailbox"],
} as const;

export const conversationsList = defineCommand({
  name: 'conversations list',
  summary: 'all with one person, newest activity first: that one gets the next message',
  input: contactSchema.extend({ max: wholeNumber(1, MAX_BATCH_GET) }),
  options: { ...contactOptions, max: ['<count>', 'at most so many', '20'] },
  examples: ['conversations list --channel email --address ann@example.com'],
  async run({ open }, { channel, address: text, max }) {
    const address = parseAddress(channel, text);
    const list = createConversationsList({ conversations: createConversationStore(await open()) });
    return list({ channel, address, max });
  },
  text: conversationsListText,
});
