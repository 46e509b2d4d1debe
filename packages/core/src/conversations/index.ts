export {
  CONTEXT_VERSION,
  type ContextObject,
  contextObject11Schema,
  contextObjectSchema,
} from './context-object.ts';
export {
  type Conversation,
  conversationKey,
  conversationListKey,
  conversationSchema,
  findConversation,
  listConversations,
  putNewConversation,
  readConversation,
  setHandOff,
  type TouchConversationInput,
  touchConversation,
  USER_REPLY_RECEIVED,
} from './conversation.ts';
export { type InboundMessage, inboundMessageSchema, type Media, mediaSchema } from './inbound-message.ts';
export { type MailAuthentication, mailAuthenticationSchema } from './mail-authentication.ts';
export type { ListContext } from './newest-items.ts';
export {
  latestMessages,
  MESSAGE_LEASE_MS,
  markRouted,
  type NewReceivedMessage,
  putNewReceivedMessage,
  type ReceivedMessage,
  readReceivedMessage,
  receivedMessageKey,
  receivedMessageListKey,
  receivedMessageSchema,
  releaseMessageLease,
  takeMessageLease,
} from './received-message.ts';
