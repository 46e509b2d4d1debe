import {
  DELIVERY_MESSAGE,
  type Delivery,
  type DeliveryMessage,
  type DeliveryQueue,
  type DeliveryStatus,
  sendDelivery,
} from '@switchyard/core/deliveries';
import { type Line, lineOf, readFirst, removeTicket } from '@switchyard/core/ordering';
import type { EventsTable } from '@switchyard/core/tables';

export type LeaveLineContext = EventsTable & DeliveryQueue;

/** Whether nothing more comes of a delivery by itself. */
export const IS_OVER: Readonly<Record<DeliveryStatus, boolean>> = {
  PENDING: false,
  FAILED: false,
  HELD: false,
  DELIVERED: true,
  DLQ: true,
  PURGED: true,
};

/** Lets the next delivery of its ordering key go on once one is over. */
export async function leaveLine(
  context: LeaveLineContext,
  delivery: Delivery,
  options: { readonly isRepeated?: boolean } = {},
): Promise<void> {
  const { orderingKey, status, eventId } = delivery;
  if (orderingKey === undefined || !IS_OVER[status]) return;
  await passOn(context, lineOf({ ...delivery, orderingKey }), eventId, options);
}

/**
 * Takes an event out of a line and sends the message of the one behind it. One that came when nobody was there has its
 * own message.
 *
 * @param options.isRepeated the message came again: it may have been taken out, and the one behind it not been sent
 */
export async function passOn(
  context: LeaveLineContext,
  line: Line,
  eventId: string,
  { isRepeated = false }: { readonly isRepeated?: boolean } = {},
): Promise<void> {
  const first = await readFirst(context, line);
  if (first?.eventId === eventId) await removeTicket(context, line, first);
  else if (!isRepeated || first?.behind !== eventId) return;
  const next = first.eventId === eventId ? await readFirst(context, line) : first;
  if (next?.behind === undefined) return;
  await sendDelivery(context, {
    schema: DELIVERY_MESSAGE,
    ...line,
    eventId: next.eventId,
    generation: next.generation,
    attempt: 1,
  });
}

/** Whether the delivery that was sent on is to be made: not when whoever accepted it has sent its message. */
export async function isItsTurn(context: EventsTable, message: DeliveryMessage): Promise<boolean> {
  const { line, eventId } = message;
  if (line === undefined) return true;
  const first = await readFirst(context, { ...message, line });
  return first?.eventId === eventId && first.behind !== undefined;
}
