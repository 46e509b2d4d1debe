import type { Clock } from '../clock.ts';
import type { Documents } from './documents.ts';

/** The table Events: events, deliveries, and all that the callbacks of providers leave. */
export type EventsTable = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};
