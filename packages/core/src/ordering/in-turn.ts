import { DELIVERY_MESSAGE, type DeliveryMessage } from '../deliveries/delivery-message.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { type Line, LOOK_AFTER_MS, lineOf } from './line.ts';
import { takeTurn } from './take-turn.ts';

/**
 * What to send for a delivery that begins: its message when it is its turn, else the message by which a worker looks
 * after whoever is before it. A delivery without an ordering key waits for nobody.
 */
export async function inTurn(
  table: EventsTable,
  message: DeliveryMessage,
  orderingKey: string | undefined,
): Promise<DeliveryMessage> {
  if (orderingKey === undefined) return message;
  const line = lineOf({ ...message, orderingKey });
  const first = await takeTurn(table, line, message);
  return first === undefined
    ? message
    : lookMessage(message, { line, first, notBefore: table.clock() + LOOK_AFTER_MS });
}

/** Asks a worker to see, at that time, whether the delivery of `first` is over or at a standstill. */
export const lookMessage = (
  {
    tenantId,
    endpointId,
    eventId,
    generation,
  }: Pick<DeliveryMessage, 'eventId' | 'generation'> & Omit<Line, 'line'>,
  look: { readonly line: Line; readonly first: string; readonly notBefore: number },
): DeliveryMessage => ({
  schema: DELIVERY_MESSAGE,
  tenantId,
  eventId,
  endpointId,
  generation,
  attempt: 1,
  line: look.line.line,
  behind: look.first,
  notBefore: look.notBefore,
});
