export { type EventFilter, EventFilterError } from './event-filter.ts';
export {
  attemptViewSchema,
  deliverySummarySchema,
  deliveryViewSchema,
  type EventSummary,
  eventSummarySchema,
  toDeliveryView,
} from './event-view.ts';
export { attemptsGoneSchema, listAttempts, listedAttemptSchema } from './list-attempts.ts';
export { listEvents } from './list-events.ts';
export { byEndpoint, unwrittenDeliveries } from './unwritten-deliveries.ts';
