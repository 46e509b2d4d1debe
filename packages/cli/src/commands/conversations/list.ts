import type { Channel } from '@switchyard/core/channels';
import { channelSchema } from '@switchyard/core/channels';
import { listConversations } from '@switchyard/core/find-conversation';
import { enumerate } from '@switchyard/core/names-of';
import { MAX_BATCH_GET } from '@switchyard/core/tables';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';
import { wholeNumber } from '../../input-schemas.ts';
import { parseAddress } from '../../parse-address.ts';
import type { DeploymentContext } from '../../session.ts';
import { conversationView } from './show.ts';

/** The conversations with one person, newest activity first. */
async function listWith(
  deployment: DeploymentContext,
  { channel, address, max }: { readonly channel: Channel; readonly address: string; readonly max: number },
) {
  const { conversations, more } = await listConversations(deployment, { channel, address, limit: max });
  return { channel, address, conversations: conversations.map(conversationView), more };
}

export function conversationsListText({
  channel,
  address,
  conversations,
  more,
}: Awaited<ReturnType<typeof listWith>>): string {
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
  channel: ['<channel>', enumerate(channelSchema.options)],
  address: ['<address>', "the person's number or mailbox"],
} as const;

export const conversationsList = defineCommand({
  name: 'conversations list',
  summary: 'all with one person, newest activity first: of a tenant’s, that one gets the next message',
  input: contactSchema.extend({ max: wholeNumber(1, MAX_BATCH_GET) }),
  options: { ...contactOptions, max: ['<count>', 'at most so many', '20'] },
  examples: ['conversations list --channel email --address ann@example.com'],
  async run({ open }, { channel, address: text, max }) {
    const address = parseAddress(channel, text);
    return listWith(await open(), { channel, address, max });
  },
  text: conversationsListText,
});
