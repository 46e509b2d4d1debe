import {
  DELIVERY_MESSAGE,
  type Delivery,
  type DeliveryMessage,
  sendDelivery,
} from '@switchyard/core/deliveries';
import { type LoadDeliveryContext, loadDelivery } from '@switchyard/core/delivery-store';
import { LOOK_AFTER_MS, noteSentAgain, readFirst, type Ticket } from '@switchyard/core/ordering';
import { IS_OVER, type LeaveLineContext, passOn } from './leave-line.ts';
import { readNextFree } from './reserve-slot.ts';

export type LookAtLineContext = LoadDeliveryContext & LeaveLineContext;

export type Look = DeliveryMessage & { readonly line: string; readonly behind: string };

export type Seen = 'moved_on' | 'goes_on' | 'passed_on' | 'sent_again' | 'limited';

/** After so long SQS has given up on a message that nobody could take. */
const LOST_AFTER_MS = 25 * 3_600_000;
const AGAIN_AFTER_MS = 15 * 60_000;

/**
 * Looks after the first of a line, when it is still the one that was first when the message was sent. It may be over,
 * as when it was purged, or never have been sent, as when whoever accepted it crashed.
 */
export async function lookAtLine(context: LookAtLineContext, message: Look): Promise<Seen> {
  const { tenantId, endpointId, line: digest, behind: eventId } = message;
  const line = { tenantId, endpointId, line: digest };
  const first = await readFirst(context, line);
  if (first?.eventId !== eventId) return 'moved_on';
  const delivery = (await loadDelivery(context, { tenantId, endpointId, eventId }))?.delivery;
  if (delivery !== undefined && IS_OVER[delivery.status]) {
    await passOn(context, line, eventId);
    return 'passed_on';
  }
  const now = context.clock();
  const { sentAgainAt = 0 } = first;
  if (now - sentAgainAt < AGAIN_AFTER_MS || (delivery !== undefined && !isLost(first, delivery, now)))
    return 'goes_on';
  const freeAt = await readNextFree(context, message);
  if (delivery !== undefined && freeAt > now) {
    await sendDelivery(context, { ...message, notBefore: freeAt + LOOK_AFTER_MS });
    return 'limited';
  }
  // Of one whose event is gone it comes to a dead letter, and to the end of its turn.
  const { generation, nextAttempt: attempt } = delivery ?? { ...first, nextAttempt: 1 };
  const again = { schema: DELIVERY_MESSAGE, tenantId, endpointId, eventId, generation, attempt };
  await sendDelivery(context, delivery === undefined ? { ...again, line: digest } : again);
  await noteSentAgain(context, line, first);
  return 'sent_again';
}

/** Whether no message of it can be left. One that came first was sent by whoever accepted it, or by nobody. */
function isLost(
  { behind }: Ticket,
  { status, nextAttempt, updatedAt, nextAttemptAt = updatedAt }: Delivery,
  nowMs: number,
): boolean {
  if (status === 'HELD') return false;
  const isUnsentPerhaps = behind === undefined && status === 'PENDING' && nextAttempt === 1;
  return nowMs - Date.parse(nextAttemptAt) >= (isUnsentPerhaps ? LOOK_AFTER_MS / 2 : LOST_AFTER_MS);
}
