import type { Channel } from '@switchyard/core/channels';
import type { ListContext } from '@switchyard/core/conversations';
import {
  type Conversation,
  latestMessages,
  listConversations,
  putNewConversation,
  type ReceivedMessage,
  readConversation,
  setHandOff,
} from '@switchyard/core/conversations';

export type ConversationMessage = ReceivedMessage;

export type ConversationStoreDeps = ListContext;

export type ConversationStore = ReturnType<typeof createConversationStore>;

/** Conversations and what was written in them: table Events. */
export const createConversationStore = (context: ConversationStoreDeps) => ({
  putNew: (conversation: Conversation) => putNewConversation(context, conversation),
  read: (conversationId: string) => readConversation(context, conversationId),
  listOf: (channel: Channel, address: string, limit: number) =>
    listConversations(context, { channel, address, limit }),
  latestMessages: (conversationId: string, limit: number) => latestMessages(context, conversationId, limit),
  setHandOff: (conversationId: string, handOffToHuman: boolean) =>
    setHandOff(context, conversationId, handOffToHuman),
});
