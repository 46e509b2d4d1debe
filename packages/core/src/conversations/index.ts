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
export {
  type InboundMessage,
  inboundMessageSchema,
  type MailAuthentication,
  type Media,
  mailAuthenticationSchema,
  mediaSchema,
} from './inbound-message.ts';
export type { ListContext } from './newest-items.ts';
export {
  type Addressee,
  addresseeSchema,
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
  tenantOf,
} from './received-message.ts';
