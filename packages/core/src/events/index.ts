export { EVENT_RETENTION_DAYS, type Event, eventSchema, expiresTooSoon, KEPT_UNASKED_DAYS } from './event.ts';
export {
  EVENT_SORT_KEY,
  eventIdOfPartition,
  eventKey,
  listKey,
  listPartition,
  listPosition,
} from './event-keys.ts';
export { putEvent, readEvent } from './event-store.ts';
