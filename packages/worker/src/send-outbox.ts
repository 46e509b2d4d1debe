import {
  DEAD_LETTER_MESSAGE,
  DELIVERY_MESSAGE,
  type DeadLetterMessage,
  type DeadLetterQueue,
  type DeadReason,
  type Delivery,
  type DeliveryQueue,
  sendDeadLetter,
  sendDelivery,
} from '@switchyard/core/deliveries';
import { clearOutbox } from '@switchyard/core/delivery-store';
import type { EventsTable } from '@switchyard/core/tables';

export type SendOutboxContext = EventsTable & DeliveryQueue & DeadLetterQueue;

/** @param delivery as it is once it is given up */
export function deadLetterOf(delivery: Delivery, reason: DeadReason): DeadLetterMessage {
  const { tenantId, eventId, endpointId, generation, attempts, updatedAt } = delivery;
  return {
    schema: DEAD_LETTER_MESSAGE,
    tenantId,
    eventId,
    endpointId,
    generation,
    reason,
    // Its number, not a count: only the latest attempts are kept.
    attempts: attempts.findLast((made) => made.generation === generation)?.attempt ?? 0,
    deadAt: updatedAt,
  };
}

/** Sends what was decided, then notes that it is sent. A crash in between sends it again: a duplicate is ignored. */
export async function sendOutbox(context: SendOutboxContext, delivery: Delivery): Promise<void> {
  const { tenantId, eventId, endpointId, generation, outbox } = delivery;
  if (outbox === undefined) return;
  switch (outbox.kind) {
    case 'attempt':
      await sendDelivery(context, {
        schema: DELIVERY_MESSAGE,
        tenantId,
        eventId,
        endpointId,
        generation,
        attempt: delivery.nextAttempt,
        notBefore: outbox.notBefore,
      });
      break;
    case 'dead_letter':
      await sendDeadLetter(context, deadLetterOf(delivery, outbox.reason));
      break;
    default:
      outbox satisfies never;
  }
  await clearOutbox(context, delivery);
}
