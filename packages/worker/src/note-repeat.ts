import { toIso } from '@switchyard/core/clock';
import type { Delivery } from '@switchyard/core/deliveries';
import { replaceDelivery } from '@switchyard/core/delivery-store';
import { UnavailableError } from '@switchyard/core/errors';
import type { EventsTable } from '@switchyard/core/tables';

/** With the first one, which is not written down, an attempt is begun five times at most. */
export const MAX_REPEATS = 4;

/**
 * Notes, before a request is made for a message that was received before, that its attempt is begun anew. Receives
 * alone do not tell: Lambda uses them up by throttling, without any attempt. A first receive costs no write.
 *
 * @param receives how often SQS has handed the message out, this time included
 * @returns the delivery as it stands now; undefined when the attempt has been begun too often
 * @throws UnavailableError when somebody else changed the delivery: the message must come back
 */
export async function noteRepeat(
  table: EventsTable,
  delivery: Delivery,
  receives: number,
): Promise<Delivery | undefined> {
  if (receives <= 1) return delivery;
  const { repeats = 0 } = delivery;
  if (repeats >= MAX_REPEATS) return undefined;
  const next = { ...delivery, repeats: repeats + 1, updatedAt: toIso(table.clock()) };
  if (await replaceDelivery(table, delivery, next)) return next;
  throw new UnavailableError('Another worker changed the delivery first.', { code: 'outrun' });
}
