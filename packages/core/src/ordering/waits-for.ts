import type { Delivery } from '../deliveries/delivery.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { lineOf, readFirst } from './line.ts';

/** @returns the event whose delivery a PENDING one with an ordering key waits for; undefined when it waits for none */
export async function waitsFor(
  table: EventsTable,
  { tenantId, endpointId, eventId, orderingKey, status }: Delivery,
): Promise<string | undefined> {
  if (orderingKey === undefined || status !== 'PENDING') return undefined;
  const first = await readFirst(table, lineOf({ tenantId, endpointId, orderingKey }));
  return first?.eventId === eventId ? undefined : first?.eventId;
}
