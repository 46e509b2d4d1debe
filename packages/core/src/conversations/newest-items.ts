import { type BatchGetContext, batchGet, itemKeySchema } from '../tables/batch-get.ts';
import { EVENTS_LIST_INDEX, type EventsTable } from '../tables/events-table.ts';

export type ListContext = EventsTable & BatchGetContext;

/** What stands in one partition of the list, newest first. The index has nothing but keys; the last second may be missing. */
export async function newestItems(
  context: ListContext,
  listPk: string,
  limit: number,
): Promise<{ items: Record<string, unknown>[]; more: boolean }> {
  const { documents, eventsTable } = context;
  const { Items = [] } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: 'listPk = :listPk',
    ExpressionAttributeValues: { ':listPk': listPk },
    ScanIndexForward: false,
    // One more, to know whether there are more.
    Limit: limit + 1,
  });
  const keys = Items.map((item) => itemKeySchema.parse(item));
  return {
    items: await batchGet(context, eventsTable, keys.slice(0, limit)),
    more: keys.length > limit,
  };
}
