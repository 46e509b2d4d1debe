export {
  EVENT_RETENTION_DAYS,
  type Event,
  type EventHead,
  eventHeadSchema,
  eventSchema,
  expiresTooSoon,
  KEPT_UNASKED_DAYS,
  mayHaveExpired,
} from './event.ts';
export {
  EVENT_SORT_KEY,
  eventIdOfPartition,
  eventKey,
  eventListSortKey,
  listPartition,
  listPosition,
  listSortKey,
} from './event-keys.ts';
export { putEvent, readEvent } from './event-store.ts';
