import { NotFoundError } from '@switchyard/core/errors';
import type { ConversationStore } from '../conversation-store.ts';

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
