export {
  ACCEPT_LEASE_MS,
  type AcceptEventDeps,
  type AcceptEventInput,
  type AcceptedEvent,
  createAcceptEvent,
  EVENT_RETENTION_DAYS,
} from './accept-event.ts';
export {
  API_KEY_PATTERN,
  AUTHORIZATION_PATTERN,
  AUTHORIZER_CACHE_SECONDS,
  createApiKey,
  hashApiKey,
  isWellFormedApiKey,
} from './api-key.ts';
export { type Clock, DAY_SECONDS, type Random, toIso, toSeconds } from './clock.ts';
export { commaListSchema } from './comma-list.ts';
export {
  createSendDeadLetter,
  createSendDeliveries,
  createSendDelivery,
  type DeliveryQueueDeps,
  delaySeconds,
  MAX_DELAY_SECONDS,
} from './delivery-queue.ts';
export {
  createClearOutbox,
  createLoadDelivery,
  createReplaceDelivery,
  type DeliveryId,
  type LoadedDelivery,
} from './delivery-store.ts';
export {
  type Deployment,
  DeploymentError,
  deploymentFromOutputs,
  deploymentSchema,
  type LocalDeployment,
  localDeploymentSchema,
} from './deployment.ts';
export { AWS_CLIENT_DEFAULTS, documentClient } from './document-client.ts';
export { parseDuration } from './duration.ts';
export { createListEndpoints, type EndpointsDeps } from './endpoints.ts';
export {
  IdempotencyConflictError,
  isAwsError,
  NoEnabledEndpointError,
  NotFoundError,
  SwitchyardError,
  type SwitchyardErrorOptions,
  UnavailableError,
} from './errors.ts';
export { createEventStore, type EventStore, type EventStoreDeps, ifConditionHolds } from './event-store.ts';
export { GATEWAY_PROBLEMS } from './http/gateway-problems.ts';
export { base32, EVENT_ID_PATTERN, eventIdFromIdempotencyKey, newId } from './ids.ts';
export {
  type Channel,
  channelSchema,
  normalizeAddress,
  type Provider,
  providerSchema,
} from './inbound/channel.ts';
export { CONTEXT_VERSION, type ContextObject, contextObjectSchema } from './inbound/context-object.ts';
export { type Conversation, conversationSchema, USER_REPLY_RECEIVED } from './inbound/conversation.ts';
export {
  EMITTED_EVENT_VERSION,
  type EmittedEvent,
  emittedEventSchema,
  type ReportedEventType,
} from './inbound/emitted-event.ts';
export {
  type InboundMessage,
  inboundMessageSchema,
  type Media,
  mediaSchema,
} from './inbound/inbound-message.ts';
export {
  decodeMessageReference,
  encodeMessageReference,
  MAX_REFERENCE_LENGTH,
  type MessageReference,
} from './inbound/message-reference.ts';
export { advance } from './inbound/message-status.ts';
export {
  CLAIM_MS,
  type Claimant,
  createOutboundMessageStore,
  MESSAGE_RETENTION_DAYS,
  type MessageItem,
  messageItemSchema,
  type OutboundMessageStore,
} from './inbound/message-store.ts';
export {
  type MessageStatus,
  messageIdSchema,
  messageStatusSchema,
  type OutboundMessage,
  outboundMessageSchema,
} from './inbound/outbound-message.ts';
export { type ProviderSecrets, providerSecretsSchema } from './inbound/provider-secrets.ts';
export { type TimelineEntry, timelineEntrySchema } from './inbound/timeline-entry.ts';
export {
  attentionKey,
  callbackKey,
  contactPartition,
  conversationIdOfPartition,
  conversationKey,
  conversationListKey,
  conversationMessageListKey,
  DELIVERY_PREFIX,
  deadLetterPartition,
  deliveryKey,
  EVENT_SORT_KEY,
  EVENTS_ATTENTION_INDEX,
  EVENTS_LIST_INDEX,
  endpointIdOfSortKey,
  eventIdOfPartition,
  eventKey,
  externalIdKey,
  fallbackKey,
  IDENTITY_TENANT_INDEX,
  isDeliverySortKey,
  listKey,
  listPartition,
  listPosition,
  MESSAGE_SORT_KEY,
  messageOfRecipientListKey,
  outboundMessageKey,
  ownedAddressKey,
  QUARANTINE_DAYS,
  quarantineKey,
  quarantinePartition,
  receiverSwitchKey,
  recipientListBounds,
  recipientListKey,
  recipientPartition,
  seenSignatureKey,
  TIMELINE_PREFIX,
  timelineKey,
} from './keys.ts';
export { createLogger, type Logger, loggerOptions } from './logger.ts';
export {
  CRASHED_REASON,
  DEAD_LETTER_MESSAGE,
  type DeadLetter,
  type DeadLetterMessage,
  deadLetterMessageSchema,
  parseDeadLetter,
} from './messages/dead-letter-message.ts';
export {
  DELIVERY_MESSAGE,
  type DeliveryMessage,
  deliveryMessageSchema,
} from './messages/delivery-message.ts';
export {
  METRIC_DIMENSIONS,
  METRICS,
  METRICS_SERVICE,
  type MetricDimension,
  type MetricName,
} from './metrics/catalogue.ts';
export type { DimensionValues, Metrics } from './metrics/metrics.ts';
export {
  type Attempt,
  attemptSchema,
  type DeadReason,
  type Delivery,
  type DeliveryStatus,
  deadReasonSchema,
  deliverySchema,
  deliveryStatusSchema,
  type EventStatus,
  eventStatus,
  eventStatusSchema,
  MAX_KEPT_ATTEMPTS,
  newDelivery,
  type Outbox,
  outboxSchema,
} from './model/delivery.ts';
export {
  DEFAULT_ENDPOINT_ID,
  type Endpoint,
  endpointSchema,
  endpointSecretSchema,
  validSecrets,
  wantsEventType,
} from './model/endpoint.ts';
export { type Event, eventSchema, isExpired } from './model/event.ts';
export { endpointIdSchema, eventIdSchema, tenantIdSchema } from './model/ids.ts';
export { type TenantIdentity, tenantIdentitySchema } from './model/tenant-identity.ts';
export { isGloballyRoutable, isLoopback } from './network/global-address.ts';
export { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './network/target-url.ts';
export { ConfigError, type EnvironmentOf, parseConfig } from './parse-config.ts';
export { parseQueueJson, toQueueJson } from './queue-json.ts';
export {
  createRequeueDelivery,
  type RequeueDeliveryDeps,
  type RequeueDeliveryInput,
  type RequeueResult,
} from './requeue-delivery.ts';
export {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  JITTER,
  MAX_RETRY_AFTER_MS,
  parseRetrySchedule,
  type RetrySchedule,
  retryDelay,
} from './retry-schedule.ts';
export { createSecretCache, SECRET_CACHE_MS, SECRET_REFETCH_MS, type SecretCache } from './secret-cache.ts';
export { constantTimeEqual } from './signatures/constant-time-equal.ts';
export {
  SENDGRID_SIGNATURE_HEADER,
  SENDGRID_TIMESTAMP_HEADER,
  type VerifiedSendGrid,
  type VerifySendGridInput,
  verifySendGrid,
} from './signatures/sendgrid-signature.ts';
export { SignatureError, type SignatureErrorCode } from './signatures/signature-error.ts';
export {
  type SignStandardWebhooksInput,
  type StandardWebhooksHeaders,
  signStandardWebhooks,
  type VerifiedStandardWebhook,
  type VerifyStandardWebhooksInput,
  verifyStandardWebhooks,
} from './signatures/standard-webhooks.ts';
export {
  type SignStripeInput,
  signStripe,
  type VerifiedStripe,
  type VerifyStripeInput,
  verifyStripe,
} from './signatures/stripe-signature.ts';
export {
  signTwilio,
  type VerifyTwilioInput,
  verifyTwilioForm,
  verifyTwilioJson,
} from './signatures/twilio-signature.ts';
export { twilioSignedUrl } from './signatures/twilio-signed-url.ts';
export {
  createWebhookSecret,
  decodeStrictBase64,
  decodeTenantSecret,
  decodeWebhookSecret,
} from './signatures/webhook-secret.ts';
