import type { Clock } from '../clock.ts';
import type { Documents } from './documents.ts';

/** The table Events, as the reads and writes of its items take it. */
export type EventsTable = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
};
