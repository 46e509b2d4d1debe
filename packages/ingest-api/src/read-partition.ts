import { orUnavailable } from '@switchyard/core/errors';
import { type EventsTable, queryPages } from '@switchyard/core/tables';

/**
 * All items under one partition key, as they are at this moment.
 *
 * @throws UnavailableError
 */
export const readPartition = (table: EventsTable, pk: string): Promise<Record<string, unknown>[]> =>
  orUnavailable(readItems(table, pk), 'The event store did not answer. Try again.');

async function readItems({ documents, eventsTable }: EventsTable, pk: string) {
  const items: Record<string, unknown>[] = [];
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
