import {
  type createClearOutbox,
  type createSendDeadLetter,
  type createSendDelivery,
  DEAD_LETTER_MESSAGE,
  DELIVERY_MESSAGE,
  type Delivery,
} from '@switchyard/core/deliveries';

export type SendOutboxDeps = {
  readonly sendDelivery: ReturnType<typeof createSendDelivery>;
  readonly sendDeadLetter: ReturnType<typeof createSendDeadLetter>;
  readonly clearOutbox: ReturnType<typeof createClearOutbox>;
};

export type SendOutbox = ReturnType<typeof createSendOutbox>;

/** Sends what was decided, then notes that it was sent. A crash in between can send twice; a duplicate is ignored. */
export function createSendOutbox({ sendDelivery, sendDeadLetter, clearOutbox }: SendOutboxDeps) {
  return async (delivery: Delivery): Promise<void> => {
    const { tenantId, eventId, endpointId, generation, nextAttempt, outbox } = delivery;
    if (outbox === undefined) return;
    const id = { tenantId, eventId, endpointId, generation };
    switch (outbox.kind) {
      case 'attempt':
        await sendDelivery({
          schema: DELIVERY_MESSAGE,
          ...id,
          attempt: nextAttempt,
          notBefore: outbox.notBefore,
        });
        break;
      case 'dead_letter':
        await sendDeadLetter({
          schema: DEAD_LETTER_MESSAGE,
          ...id,
          reason: outbox.reason,
          // Its number, not a count: only the latest attempts are kept.
          attempts: delivery.attempts.findLast((made) => made.generation === generation)?.attempt ?? 0,
          deadAt: delivery.updatedAt,
        });
        break;
    }
    await clearOutbox(id, generation, nextAttempt);
  };
}
