import { toSeconds } from '../clock.ts';
import { ifConditionHolds } from './condition.ts';
import type { EventsTable } from './events-table.ts';

/**
 * Writes an item unless there is one of this key. What has expired counts as absent, whether or not DynamoDB has
 * deleted it.
 *
 * @param own attributes by which an item that is there is known to be this one, written by a put whose answer was lost
 * @returns false when there is another item
 */
export function putIfAbsent(
  { documents, eventsTable, clock }: EventsTable,
  item: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const names = Object.keys(own);
  // `AND` binds tighter than `OR`; with brackets the local DynamoDB takes three times as long to parse it.
  const isOwn = names.length === 0 ? '' : ` OR ${names.map((name) => `${name} = :${name}`).join(' AND ')}`;
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: item,
      ConditionExpression: `attribute_not_exists(pk) OR expiresAt <= :now${isOwn}`,
      ExpressionAttributeValues: {
        ':now': toSeconds(clock()),
        ...Object.fromEntries(names.map((name) => [`:${name}`, own[name]])),
      },
    }),
  );
}
