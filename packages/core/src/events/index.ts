export {
  ACCEPT_LEASE_MS,
  type AcceptEventDeps,
  type AcceptEventInput,
  type AcceptedEvent,
  createAcceptEvent,
  EVENT_RETENTION_DAYS,
} from './accept-event.ts';
export { type Event, eventSchema } from './event.ts';
export {
  EVENT_SORT_KEY,
  eventIdOfPartition,
  eventKey,
  listKey,
  listPartition,
  listPosition,
} from './event-keys.ts';
export { createEventStore, type EventStore, type EventStoreDeps } from './event-store.ts';
