import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { UnavailableError } from '@switchyard/core';

/**
 * All items under one partition key, as they are at this moment.
 *
 * @throws UnavailableError
 */
export async function readPartition(
  deps: { readonly documents: DynamoDBDocumentClient; readonly eventsTable: string },
  pk: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  try {
    const pages = paginateQuery(
      { client: deps.documents },
      {
        TableName: deps.eventsTable,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      },
    );
    for await (const page of pages) items.push(...(page.Items ?? []));
  } catch (cause) {
    throw new UnavailableError('The event store did not answer. Try again.', { cause });
  }
  return items;
}
