import type { Event } from '../events/event.ts';
import { eventKey } from '../events/event-keys.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { DELIVERY_PREFIX, endpointIdOfSortKey } from './delivery-keys.ts';

/** The endpoints whose delivery item exists, which proves that their message was sent. */
export async function queuedEndpoints(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventId }: Event,
): Promise<Set<string>> {
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
    ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
    ProjectionExpression: 'sk, expiresAt',
    ConsistentRead: true,
  });
  const queued = new Set<string>();
  for await (const { Items = [] } of pages) {
    for (const { sk, expiresAt } of Items) {
      if (!isExpired({ expiresAt: Number(expiresAt) }, clock())) queued.add(endpointIdOfSortKey(String(sk)));
    }
  }
  return queued;
}
