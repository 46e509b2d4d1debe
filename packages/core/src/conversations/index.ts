export {
  type Conversation,
  conversationKey,
  conversationSchema,
  readConversation,
  setHandOff,
  type TouchConversationInput,
  touchConversation,
  USER_REPLY_RECEIVED,
} from './conversation.ts';
export { conversationListKey } from './conversation-entries.ts';
export {
  type InboundMessage,
  inboundMessageSchema,
  type MailAuthentication,
  type Media,
  mailAuthenticationSchema,
  mediaSchema,
} from './inbound-message.ts';
export type { ListContext } from './newest-items.ts';
export { putNewConversation } from './put-new-conversation.ts';
