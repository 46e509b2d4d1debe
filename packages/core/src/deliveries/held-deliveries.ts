import { batchGet, type ItemKey, MAX_BATCH_GET } from '../tables/batch-get.ts';
import { EVENTS_ATTENTION_INDEX, type EventsTable } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { type Delivery, deliverySchema } from './delivery.ts';
import { deliveryKey, heldEntryOf } from './delivery-keys.ts';
import type { DeliveryId, LoadDeliveryContext } from './delivery-store.ts';

/** A held delivery as the index shows it, which is a moment late. */
export type HeldEntry = DeliveryId & { readonly createdAt: string };

/** Where a page of the index ended. */
export type IndexPosition = Readonly<Record<string, string>>;

export type ScannedHeld = {
  readonly entries: readonly HeldEntry[];
  /** Where the next page begins; undefined at the end. */
  readonly after: IndexPosition | undefined;
};

/**
 * A page of what is held for anybody: the index is sparse, so reading all of it reads what is held and the dead
 * letters, and nothing else.
 */
export async function scanHeldPage(
  { documents, eventsTable }: Pick<EventsTable, 'documents' | 'eventsTable'>,
  { limit, after }: { readonly limit: number; readonly after?: IndexPosition | undefined },
): Promise<ScannedHeld> {
  const { Items = [], LastEvaluatedKey } = await documents.scan({
    TableName: eventsTable,
    IndexName: EVENTS_ATTENTION_INDEX,
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: after }),
  });
  return { entries: Items.flatMap((item) => heldEntryOf(item) ?? []), after: LastEvaluatedKey };
}

/** The deliveries themselves, as they are at this moment and without their events; one that cannot be read is left out. */
export async function readDeliveries(
  context: LoadDeliveryContext,
  ids: readonly DeliveryId[],
): Promise<Delivery[]> {
  const keys: ItemKey[] = ids.map(({ tenantId, eventId, endpointId }) =>
    deliveryKey(tenantId, eventId, endpointId),
  );
  const found: Delivery[] = [];
  for (let start = 0; start < keys.length; start += MAX_BATCH_GET) {
    const page = keys.slice(start, start + MAX_BATCH_GET);
    found.push(...readEach(deliverySchema, await batchGet(context, context.eventsTable, page)));
  }
  return found;
}
