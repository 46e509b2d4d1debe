import type { AcceptedEvent } from '../events/accept-event.ts';

/** One event of a batch. */
export type BatchLine = {
  /** The exact bytes to deliver. */
  readonly payload: Uint8Array;
  readonly eventType: string | undefined;
  /** Its own, where the batch has none. */
  readonly idempotencyKey?: string | undefined;
};

/** What became of a line: an error is its own, and says nothing of the others. */
export type LineOutcome = Pick<AcceptedEvent, 'eventId' | 'status' | 'repeated'> | Error;
