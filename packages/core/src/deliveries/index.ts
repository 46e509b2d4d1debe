export type { ControlMessage, ExpireHeldMessage, StateControlMessage } from './control-message.ts';
export { CONTROL_MESSAGE, isControlMessage } from './control-message-name.ts';
export {
  CRASHED_REASON,
  DEAD_LETTER_MESSAGE,
  type DeadLetter,
  type DeadLetterMessage,
  deadLetterMessageSchema,
  parseDeadLetter,
  UNTRIED_REASON,
} from './dead-letter-message.ts';
export {
  type Attempt,
  attemptNumber,
  attemptSchema,
  type DeadReason,
  type Delivery,
  type DeliveryStatus,
  deadReasonSchema,
  deliverySchema,
  deliveryStatusSchema,
  ENDS_WITH_REQUEST,
  type EventStatus,
  eventStatus,
  eventStatusSchema,
  MAX_KEPT_ATTEMPTS,
  newDelivery,
  type Outbox,
  outboxSchema,
  purgedDelivery,
  waitsSince,
  withAttempt,
  withoutHold,
} from './delivery.ts';
export {
  attentionKey,
  DELIVERY_PREFIX,
  deadLetterPartition,
  deliveryKey,
  endpointIdOfSortKey,
  isDeliverySortKey,
} from './delivery-keys.ts';
export { DELIVERY_MESSAGE, type DeliveryMessage, deliveryMessageSchema } from './delivery-message.ts';
export {
  type ControlQueue,
  type DeadLetterQueue,
  type DeliveryQueue,
  delaySeconds,
  MAX_DELAY_SECONDS,
  MAX_HOPS,
  type SlowLane,
  sendControl,
  sendDeadLetter,
  sendDeliveries,
  sendDelivery,
  sendToSlowLane,
} from './delivery-queue.ts';
export { type DeliveryLog, isLoggedOutcome, type LoggedOutcome, type Outcome } from './outcome.ts';
export {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  JITTER,
  longestWait,
  MAX_RETRY_AFTER_MS,
  MAX_TIMEOUT_MS,
  parseRetrySchedule,
  type RetrySchedule,
  retryDelay,
} from './retry-schedule.ts';
