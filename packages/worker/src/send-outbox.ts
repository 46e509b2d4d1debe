import {
  DEAD_LETTER_MESSAGE,
  DELIVERY_MESSAGE,
  type DeadLetterQueue,
  type Delivery,
  type DeliveryQueue,
  sendDeadLetter,
  sendDelivery,
} from '@switchyard/core/deliveries';
import { clearOutbox } from '@switchyard/core/delivery-store';
import type { EventsTable } from '@switchyard/core/tables';

export type SendOutboxContext = EventsTable & DeliveryQueue & DeadLetterQueue;

/** Sends what was decided, then notes that it is sent. A crash in between sends it again: a duplicate is ignored. */
export async function sendOutbox(context: SendOutboxContext, delivery: Delivery): Promise<void> {
  const { tenantId, eventId, endpointId, generation, outbox } = delivery;
  if (outbox === undefined) return;
  const id = { tenantId, eventId, endpointId, generation };
  switch (outbox.kind) {
    case 'attempt':
      await sendDelivery(context, {
        schema: DELIVERY_MESSAGE,
        ...id,
        attempt: delivery.nextAttempt,
        notBefore: outbox.notBefore,
      });
      break;
    case 'dead_letter':
      await sendDeadLetter(context, {
        schema: DEAD_LETTER_MESSAGE,
        ...id,
        reason: outbox.reason,
        // Its number, not a count: only the latest attempts are kept.
        attempts: delivery.attempts.findLast((made) => made.generation === generation)?.attempt ?? 0,
        deadAt: delivery.updatedAt,
      });
      break;
    default:
      outbox satisfies never;
  }
  await clearOutbox(context, delivery);
}
