import type { HeldReason } from '../endpoints/endpoint-state.ts';
import type { DeadReason } from './delivery.ts';

/** What becomes of a delivery. */
export type Outcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'dead'; readonly reason: DeadReason }
  /** It waits, without a message, until the endpoint is drained. It has spent no attempt. */
  | { readonly kind: 'held'; readonly reason: HeldReason };

/** What the worker's log lines `delivery` say in `outcome`: what was decided, or why nothing was. */
export type LoggedOutcome =
  | Outcome['kind']
  /** Its time had not come; it was sent again with the rest of the wait. */
  | 'not_due'
  /** A duplicate, or its event is gone. */
  | 'ignored'
  /** A request was made, and what it came to could not be written. */
  | 'unrecorded'
  /** Another worker wrote first what this attempt came to. */
  | 'outrun'
  /** The message failed, and will be received again. */
  | 'comes_back';

/** Fields of such a line. */
export type DeliveryLog = { readonly outcome: LoggedOutcome; readonly [field: string]: unknown };

const LOGGED_OUTCOMES: Readonly<Record<LoggedOutcome, true>> = {
  delivered: true,
  retry: true,
  dead: true,
  held: true,
  not_due: true,
  ignored: true,
  unrecorded: true,
  outrun: true,
  comes_back: true,
};

/** For readers of the log, who take the outcomes apart with an exhaustive `switch`. */
export const isLoggedOutcome = (value: unknown): value is LoggedOutcome =>
  typeof value === 'string' && Object.hasOwn(LOGGED_OUTCOMES, value);
