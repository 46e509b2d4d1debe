import type { Clock } from '../clock.ts';
import type { Documents } from './documents.ts';

/** The table Events: events, deliveries, and all that the callbacks of providers leave. */
export type EventsTable = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};

/** Its indexes; docs/architecture.md has their keys. */
export const EVENTS_LIST_INDEX = 'list';
export const EVENTS_ATTENTION_INDEX = 'attention';

/** DynamoDB deletes expired items when it finds time: until then they must look deleted. */
export const isExpired = (item: { expiresAt: number }, nowMs: number): boolean =>
  item.expiresAt * 1000 <= nowMs;
