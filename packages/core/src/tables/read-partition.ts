import { orUnavailable } from '../errors.ts';
import type { EventsTable } from './events-table.ts';
import { queryPages } from './pages.ts';

/**
 * The items under one partition key, as they are at this moment.
 *
 * @param atMost so many; the others, by their sort keys the last, are left out
 * @throws UnavailableError
 */
export const readPartition = (
  table: EventsTable,
  pk: string,
  atMost?: number,
): Promise<Record<string, unknown>[]> =>
  orUnavailable(readItems(table, pk, atMost), 'The event store did not answer. Try again.');

async function readItems({ documents, eventsTable }: EventsTable, pk: string, atMost?: number) {
  const items: Record<string, unknown>[] = [];
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    Limit: atMost,
  });
  for await (const { Items = [] } of pages) {
    items.push(...Items);
    if (atMost !== undefined && items.length >= atMost) break;
  }
  return items;
}
