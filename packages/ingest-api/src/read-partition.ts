import { UnavailableError } from '@switchyard/core/errors';
import type { Documents } from '@switchyard/core/tables';
import { queryPages } from '@switchyard/core/tables';

/**
 * All items under one partition key, as they are at this moment.
 *
 * @throws UnavailableError
 */
export async function readPartition(
  deps: { readonly documents: Documents; readonly eventsTable: string },
  pk: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  try {
    const pages = queryPages(deps.documents, {
      TableName: deps.eventsTable,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    });
    for await (const page of pages) items.push(...(page.Items ?? []));
  } catch (cause) {
    throw new UnavailableError('The event store did not answer. Try again.', { cause });
  }
  return items;
}
