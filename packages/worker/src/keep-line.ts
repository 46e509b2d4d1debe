import type { Delivery } from '@switchyard/core/deliveries';
import { type LoadDeliveryContext, loadDelivery, replaceDelivery } from '@switchyard/core/delivery-store';
import { inParallel } from '@switchyard/core/in-parallel';
import { keepWaiting } from '@switchyard/core/keep-waiting';
import { type Line, lineOf, type Ticket } from '@switchyard/core/ordering';
import { extendTicket, readExpiring } from '@switchyard/core/ordering/expiring-tickets';
import type { EventsTable } from '@switchyard/core/tables';
import { IS_OVER } from './leave-line.ts';

type KeepLineContext = LoadDeliveryContext & EventsTable;

const AT_ONCE = 25;

/**
 * Sees to it that those who wait in a line behind a held delivery live as long as it does, as do their places. Whoever
 * was kept is not met again for weeks.
 *
 * @param most to keep in this call
 * @returns how many were kept: as many as that, and there may be more
 */
export async function keepLine(context: KeepLineContext, held: Delivery, most: number): Promise<number> {
  const { orderingKey } = held;
  if (orderingKey === undefined || most <= 0) return 0;
  const line = lineOf({ ...held, orderingKey });
  const tickets = await readExpiring(context, line, most);
  let kept = 0;
  await inParallel(tickets, AT_ONCE, async (ticket) => {
    if (ticket.eventId !== held.eventId && !(await keepDelivery(context, line, ticket))) return;
    await extendTicket(context, line, ticket);
    kept += 1;
  });
  return kept;
}

/** @returns false when somebody changed it at this moment: it is met again in an hour */
async function keepDelivery(
  context: KeepLineContext,
  { tenantId, endpointId }: Line,
  { eventId }: Ticket,
): Promise<boolean> {
  // DynamoDB takes its time to delete what has expired: as long as it is there, it is not lost.
  const loaded = await loadDelivery({ ...context, clock: () => 0 }, { tenantId, endpointId, eventId });
  if (loaded === undefined || IS_OVER[loaded.delivery.status]) return true;
  const kept = await keepWaiting(context, loaded);
  // Once its event is older than it would have become, one without an item of its own counts as gone.
  return replaceDelivery(context, loaded.delivery, kept);
}
