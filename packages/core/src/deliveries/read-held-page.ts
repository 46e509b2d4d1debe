import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { querySpread } from '../spread/query-spread.ts';
import { readSpread } from '../spread/spread-store.ts';
import type { EventsTable } from '../tables/events-table.ts';
import type { DeliveryId } from './delivery-store.ts';
import { listSourceOf } from './list-source.ts';

export type HeldPage = {
  readonly deliveries: readonly DeliveryId[];
  /** Where the next page begins; undefined at the end. */
  readonly after: string | undefined;
};

/** The oldest held deliveries of an endpoint, by when their events were accepted. */
export async function readHeldPage(
  context: Pick<EventsTable, 'documents' | 'eventsTable'> & EndpointsTable,
  { tenantId, endpointId }: { readonly tenantId: string; readonly endpointId: string },
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<HeldPage> {
  const { entries, more } = await querySpread(context, {
    ...listSourceOf(tenantId, { status: 'HELD', endpointId }),
    spread: await readSpread(context, tenantId),
    // Each position is shorter than what sorts right behind it.
    from: `${after ?? ''} `,
    to: '~',
    oldestFirst: true,
    limit,
  });
  const positions = entries.map(({ attentionSk }) => String(attentionSk));
  return {
    deliveries: positions.map((position) => ({
      tenantId,
      endpointId,
      eventId: position.split('#')[1] ?? '',
    })),
    after: more ? positions.at(-1) : undefined,
  };
}
