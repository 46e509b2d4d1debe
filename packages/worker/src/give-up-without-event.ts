import { type Clock, toIso } from '@switchyard/core/clock';
import {
  DEAD_LETTER_MESSAGE,
  type DeadLetterQueue,
  type DeliveryMessage,
  sendDeadLetter,
} from '@switchyard/core/deliveries';
import type { Metrics } from '@switchyard/core/metrics';
import { type LeaveLineContext, passOn } from './leave-line.ts';

type GiveUpContext = DeadLetterQueue &
  LeaveLineContext & { readonly clock: Clock; readonly metrics: Metrics };

/** The event has expired, or is not in the tables after a restore: nobody would ever hear of this message again. */
export async function giveUpWithoutEvent(context: GiveUpContext, message: DeliveryMessage): Promise<void> {
  const { tenantId, eventId, endpointId, generation, attempt, line } = message;
  await sendDeadLetter(context, {
    schema: DEAD_LETTER_MESSAGE,
    tenantId,
    eventId,
    endpointId,
    generation,
    reason: 'event_gone',
    attempts: attempt - 1,
    deadAt: toIso(context.clock()),
  });
  context.metrics.count('DeliveriesDeadLettered', { reason: 'event_gone' });
  if (line !== undefined)
    await passOn(context, { tenantId, endpointId, line }, eventId, { isRepeated: true });
}
