export { addToCount, type CountedKind, countOf, isCounted, MAX_KEPT_OF_A_KIND } from './counts.ts';
export {
  EMITTED_EVENT_VERSION,
  type EmittedEvent,
  emittedEventSchema,
  MAX_EMITTED_EVENT_BYTES,
  type MessageReceivedEvent,
  type ReportedEventType,
} from './emitted-event.ts';
export {
  bindExternalId,
  CLAIM_MS,
  type Claimant,
  claimExternalId,
  externalIdKey,
  findByExternalId,
  setExternalId,
} from './external-ids.ts';
export { type FindByRecipientInput, findByRecipient, MAX_CANDIDATES } from './find-by-recipient.ts';
export {
  decodeMessageReference,
  encodeMessageReference,
  MAX_REFERENCE_LENGTH,
  type MessageReference,
} from './message-reference.ts';
export {
  advance,
  isFinal,
  type MessageStatus,
  messageIdSchema,
  messageStatusSchema,
  type OutboundMessage,
  outboundMessageSchema,
} from './outbound-message.ts';
export {
  MESSAGE_RETENTION_DAYS,
  MESSAGE_SORT_KEY,
  type MessageItem,
  messageItemSchema,
  outboundMessageKey,
  putNewOutboundMessage,
  readOutboundMessage,
  replaceStatus,
} from './outbound-messages.ts';
export {
  findTimelineEntry,
  markEmitted,
  putTimelineEntry,
  readTimelineEntry,
  type TimelineEntry,
  timelineEntrySchema,
  timelineKey,
} from './timeline.ts';
