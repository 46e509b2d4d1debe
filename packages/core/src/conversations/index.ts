export { type Addressee, addresseeSchema, tenantOf } from './addressee.ts';
export {
  CONTEXT_VERSION,
  type ContextObject,
  contextObject11Schema,
  contextObjectSchema,
} from './context-object.ts';
export {
  type Conversation,
  conversationKey,
  conversationSchema,
  putNewConversation,
  readConversation,
  setHandOff,
  type TouchConversationInput,
  touchConversation,
  USER_REPLY_RECEIVED,
} from './conversation.ts';
export { conversationListKey } from './conversation-entries.ts';
export {
  type FindConversationInput,
  type FoundConversation,
  findConversation,
  listConversations,
} from './find-conversation.ts';
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
  type ReceivedMessageId,
  readReceivedMessage,
  receivedMessageKey,
  receivedMessageListKey,
  receivedMessageSchema,
  releaseMessageLease,
  takeMessageLease,
} from './received-message.ts';
