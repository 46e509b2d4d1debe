import { toIso } from '@switchyard/core/clock';
import {
  type Attempt,
  attemptNumber,
  type Delivery,
  type Outcome,
  withAttempt,
  withoutHold,
} from '@switchyard/core/deliveries';
import { replaceDelivery } from '@switchyard/core/delivery-store';
import type { EventsTable } from '@switchyard/core/tables';
import type { MadeRequest } from './decide-outcome.ts';

/**
 * Writes what an attempt came to, with what must be sent next in the outbox: one write, provided that nobody else
 * has recorded this attempt.
 *
 * @param made absent when no request was made, as for a disabled endpoint
 * @returns the delivery as it stands now; undefined when another worker recorded the attempt first
 */
export async function recordOutcome(
  table: EventsTable,
  delivery: Delivery,
  made: MadeRequest | undefined,
  outcome: Outcome,
): Promise<Delivery | undefined> {
  const next = advance(delivery, made, outcome, table.clock());
  return (await replaceDelivery(table, delivery, next)) ? next : undefined;
}

function advance(
  delivery: Delivery,
  made: MadeRequest | undefined,
  outcome: Outcome,
  nowMs: number,
): Delivery {
  const {
    outbox: _sent,
    nextAttemptAt: _due,
    reason: _reason,
    repeats: _begun,
    ...kept
  } = withoutHold(delivery);
  const attempts = made === undefined ? {} : withAttempt(delivery, toAttempt(delivery, made));
  const now = toIso(nowMs);
  // A delivery that ends without a request still uses up its message: no duplicate may act on it again.
  const next = { ...kept, ...attempts, nextAttempt: delivery.nextAttempt + 1, updatedAt: now };
  switch (outcome.kind) {
    case 'delivered':
      return { ...next, status: 'DELIVERED', deliveredAt: now };
    case 'retry': {
      const notBefore = nowMs + outcome.afterMs;
      return {
        ...next,
        status: 'FAILED',
        nextAttemptAt: toIso(notBefore),
        outbox: { kind: 'attempt', notBefore },
      };
    }
    case 'dead':
      return {
        ...next,
        status: 'DLQ',
        reason: outcome.reason,
        outbox: { kind: 'dead_letter', reason: outcome.reason },
      };
    case 'held':
      return {
        ...next,
        status: 'HELD',
        uncounted: (delivery.uncounted ?? 0) + 1,
        heldReason: outcome.reason,
        heldAt: now,
        // A probe that came to nothing does not begin its wait anew.
        heldSince: delivery.heldSince ?? now,
      };
  }
}

export function toAttempt(delivery: Delivery, { result, startedAt }: MadeRequest): Attempt {
  const common = {
    attempt: attemptNumber(delivery),
    generation: delivery.generation,
    startedAt: toIso(startedAt),
    durationMs: result.durationMs,
  };
  return result.kind === 'answered'
    ? { ...common, statusCode: result.statusCode, responseBody: result.responseBody }
    : { ...common, error: result.error, errorCode: result.detail };
}
