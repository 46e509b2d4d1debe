export { addToCount, type CountedKind, countOf, isCounted, MAX_KEPT_OF_A_KIND } from './counts.ts';
export {
  bindExternalId,
  CLAIM_MS,
  type Claimant,
  claimExternalId,
  externalIdKey,
  findByExternalId,
  setExternalId,
} from './external-ids.ts';
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
