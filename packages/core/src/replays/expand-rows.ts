import { DELIVERY_PREFIX, endpointIdOfSortKey } from '../deliveries/delivery-keys.ts';
import { eventKey } from '../events/event-keys.ts';
import type { EventsTable } from '../tables/events-table.ts';
import type { IndexRow } from './find-matches.ts';

/**
 * Rows of the list as one for each delivery. Older events stand there by their deliveries; all others stand there
 * themselves, and their deliveries are looked up. What nothing has come of yet stays a row without an endpoint.
 */
export async function expandRows(
  { documents, eventsTable }: Pick<EventsTable, 'documents' | 'eventsTable'>,
  tenantId: string,
  rows: readonly IndexRow[],
): Promise<IndexRow[]> {
  const expanded = await Promise.all(
    rows.map(async (row): Promise<IndexRow[]> => {
      if (row.endpointId !== '') return [row];
      const { Items = [] } = await documents.query({
        TableName: eventsTable,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: {
          ':pk': eventKey(tenantId, row.eventId).pk,
          ':delivery': DELIVERY_PREFIX,
        },
        ProjectionExpression: 'sk',
      });
      const endpointIds = Items.map(({ sk }) => endpointIdOfSortKey(String(sk)));
      return endpointIds.length === 0
        ? [row]
        : endpointIds.map((endpointId) => ({
            ...row,
            endpointId,
            position: `${row.position}#${endpointId}`,
          }));
    }),
  );
  return expanded.flat();
}

/** The row of the index that a position is in: an event's deliveries are all in the one of the event. */
export const rowOf = (position: string): { readonly row: string; readonly isPart: boolean } => {
  const [at, eventId, last, endpointId] = position.split('#');
  return endpointId === undefined
    ? { row: position, isPart: false }
    : { row: `${at}#${eventId}#${last}`, isPart: true };
};
