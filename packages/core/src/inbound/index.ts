export { type Channel, channelSchema, normalizeAddress, type Provider, providerSchema } from './channel.ts';
export { CONTEXT_VERSION, type ContextObject, contextObjectSchema } from './context-object.ts';
export { type Conversation, conversationSchema, USER_REPLY_RECEIVED } from './conversation.ts';
export {
  EMITTED_EVENT_VERSION,
  type EmittedEvent,
  emittedEventSchema,
  type ReportedEventType,
} from './emitted-event.ts';
export { type InboundMessage, inboundMessageSchema, type Media, mediaSchema } from './inbound-message.ts';
export {
  callbackKey,
  contactPartition,
  conversationIdOfPartition,
  conversationKey,
  conversationListKey,
  conversationMessageListKey,
  externalIdKey,
  fallbackKey,
  MESSAGE_SORT_KEY,
  messageOfRecipientListKey,
  outboundMessageKey,
  ownedAddressKey,
  QUARANTINE_DAYS,
  quarantineKey,
  quarantinePartition,
  recipientListBounds,
  recipientListKey,
  recipientPartition,
  TIMELINE_PREFIX,
  timelineKey,
} from './keys.ts';
export {
  decodeMessageReference,
  encodeMessageReference,
  MAX_REFERENCE_LENGTH,
  type MessageReference,
} from './message-reference.ts';
export { advance } from './message-status.ts';
export {
  CLAIM_MS,
  type Claimant,
  createOutboundMessageStore,
  MESSAGE_RETENTION_DAYS,
  type MessageItem,
  messageItemSchema,
  type OutboundMessageStore,
} from './message-store.ts';
export {
  type MessageStatus,
  messageIdSchema,
  messageStatusSchema,
  type OutboundMessage,
  outboundMessageSchema,
} from './outbound-message.ts';
export { type ProviderSecrets, providerSecretsSchema } from './provider-secrets.ts';
export { type TimelineEntry, timelineEntrySchema } from './timeline-entry.ts';
