import { conversationSchema } from '@switchyard/core/conversations';
import { NotFoundError } from '@switchyard/core/errors';
import * as z from 'zod';
import type { ConversationStore } from '../../conversation-store.ts';
import { createConversationStore } from '../../conversation-store.ts';
import { defineCommand } from '../../define-command.ts';
import { flag } from '../../input-schemas.ts';

export type ConversationsHandoffDeps = { readonly conversations: Pick<ConversationStore, 'setHandOff'> };

export type ConversationsHandoffInput = { readonly id: string; readonly handOffToHuman: boolean };

/** Hands a conversation to a person, or back to the machine: the next message goes to the other queue. */
export function createConversationsHandoff({ conversations }: ConversationsHandoffDeps) {
  return async ({ id, handOffToHuman }: ConversationsHandoffInput) => {
    const before = await conversations.setHandOff(id, handOffToHuman);
    if (before === undefined) throw new NotFoundError('conversation', id);
    return {
      conversation_id: id,
      channel: before.channel,
      hand_off_to_human: handOffToHuman,
      changed: before.handOffToHuman !== handOffToHuman,
    };
  };
}

export function conversationsHandoffText({
  conversation_id,
  channel,
  hand_off_to_human,
  changed,
}: Awaited<ReturnType<ReturnType<typeof createConversationsHandoff>>>): string {
  const state = hand_off_to_human ? 'handed to a person' : 'answered by the machine';
  if (!changed) return `Conversation ${conversation_id} was ${state} already.`;
  const queue = `${channel}-${hand_off_to_human ? 'handoff' : 'replies'}`;
  return `Conversation ${conversation_id} is ${state}: messages from now on go to the queue ${queue}.`;
}

export const conversationsHandoff = defineCommand({
  name: 'conversations handoff',
  summary: 'hand it to a person: the next messages go to the handoff queue',
  input: z.object({ conversationId: conversationSchema.shape.conversationId, back: flag }),
  arguments: ['conversationId'],
  options: { back: 'back to the machine' },
  examples: [
    'conversations handoff conv_06h03rgymztny9khep8ps1xnt8',
    'conversations handoff conv_06h03rgymztny9khep8ps1xnt8 --back',
  ],
  async run({ open }, { conversationId: id, back }) {
    const handoff = createConversationsHandoff({ conversations: createConversationStore(await open()) });
    return handoff({ id, handOffToHuman: !back });
  },
  text: conversationsHandoffText,
});
