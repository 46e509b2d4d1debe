import type { Schemas } from '../../api/client.ts';
import type { Tone } from '../../ui/tone.ts';

export type EventStatus = Schemas['EventSummary']['status'];
export type HeldReason = NonNullable<Schemas['Delivery']['held_reason']>;
export type DeadReason = NonNullable<Schemas['Delivery']['reason']>;

/** In the order of a filter: what wants somebody first. */
export const EVENT_STATUSES = [
  'DLQ',
  'HELD',
  'FAILED',
  'PENDING',
  'DELIVERED',
  'PURGED',
  'UNMATCHED',
] as const satisfies readonly EventStatus[];

/** A status in a person's words. */
export function describeEventStatus(status: EventStatus): { readonly name: string; readonly tone: Tone } {
  switch (status) {
    case 'DELIVERED':
      return { name: 'Delivered', tone: 'good' };
    case 'PENDING':
      return { name: 'On its way', tone: 'info' };
    case 'FAILED':
      return { name: 'Will be tried again', tone: 'warn' };
    case 'HELD':
      return { name: 'Held', tone: 'warn' };
    case 'DLQ':
      return { name: 'Given up', tone: 'bad' };
    case 'PURGED':
      return { name: 'Removed', tone: 'idle' };
    case 'UNMATCHED':
      return { name: 'Wanted by none', tone: 'idle' };
  }
}

export function describeHeld(reason: HeldReason | undefined): string {
  switch (reason) {
    case undefined:
      return 'It waits until the endpoint is in service.';
    case 'endpoint_paused':
      return 'The endpoint is paused. It is sent once that is resumed.';
    case 'endpoint_disabled':
      return 'The endpoint is disabled. It is sent once that is enabled.';
    case 'endpoint_failing':
      return 'The endpoint fails, so nothing is sent to it but a probe from time to time. It is sent once one succeeds.';
    case 'retry_after':
      return 'The endpoint asked for a pause. It is sent after that.';
  }
}

export function describeDead(reason: DeadReason): string {
  switch (reason) {
    case 'attempts_exhausted':
      return 'The last attempt failed too.';
    case 'endpoint_gone':
      return 'The endpoint answered 410: it is gone for good.';
    case 'endpoint_disabled':
      return 'The endpoint was disabled.';
    case 'endpoint_deleted':
      return 'The endpoint was deleted.';
    case 'endpoint_invalid':
      return 'The settings of the endpoint cannot be read.';
    case 'event_gone':
      return 'The event had expired.';
    case 'held_too_long':
      return 'It was held for as long as anything is.';
    case 'target_refused':
      return 'The address is none that requests are made to.';
    case 'worker_crashed':
      return 'Something failed on our side, several times.';
  }
}

/** What a retry starts anew without being asked to send it once more. */
export const isRetryable = (status: EventStatus): boolean =>
  status === 'DLQ' || status === 'HELD' || status === 'FAILED';
