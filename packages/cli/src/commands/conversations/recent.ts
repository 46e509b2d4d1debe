import { tenantIdSchema } from '@switchyard/core/ids';
import { RECENT_DAYS, recentConversations } from '@switchyard/core/recent-conversations';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count, formatTable, formatTime } from '../../format.ts';
import { flag, wholeNumber } from '../../input-schemas.ts';
import { conversationView } from './show.ts';

const MAX = 500;

export const conversationsRecent = defineCommand({
  name: 'conversations recent',
  summary: `all with activity in the last ${RECENT_DAYS} days, newest first, whoever they are with`,
  input: z.object({ max: wholeNumber(1, MAX), tenant: tenantIdSchema.optional(), handedOff: flag }),
  options: {
    max: ['<count>', 'at most so many', '20'],
    tenant: ['<tenant-id>', 'whose alone'],
    handedOff: 'only those that a person answers',
  },
  examples: ['conversations recent', 'conversations recent --tenant acme --handed-off'],
  notes:
    'It reads a row for each hour in which a conversation was active, 2,000 at most, and then the conversations.\nOne that was last active under an earlier version, which kept no such rows, is missing until its next message.',
  async run({ open }, { max, tenant, handedOff }) {
    const found = await recentConversations(await open(), { limit: max, tenantId: tenant, handedOff });
    return {
      conversations: found.conversations.map(conversationView),
      looked_at: found.lookedAt,
      more: found.more,
    };
  },
  text({ conversations, looked_at, more }) {
    const looked = `${count(looked_at, 'conversation')} looked at`;
    if (conversations.length === 0)
      return `No such conversation in the last ${RECENT_DAYS} days; ${looked}${more ? ', there are more' : ''}.`;
    const table = formatTable(
      ['CONVERSATION', 'CHANNEL', 'WITH', 'STATUS', 'HANDED OFF', 'TENANT', 'LAST ACTIVITY'],
      conversations.map((conversation) => [
        conversation.conversation_id,
        conversation.channel,
        conversation.address,
        conversation.status,
        conversation.hand_off_to_human ? 'yes' : 'no',
        conversation.tenant_id ?? '-',
        formatTime(conversation.last_activity_at),
      ]),
    );
    return more ? `${table}\n\n${looked}; there are more, earlier ones: raise --max.` : table;
  },
});
