import { randomBytes } from 'node:crypto';
import { toSeconds } from '../clock.ts';
import { isAwsError } from '../errors.ts';
import type { EventsTable } from './events-table.ts';

/** @returns false when the write's condition did not hold, so nothing was written */
export const ifConditionHolds = async (write: Promise<object>): Promise<boolean> =>
  (await resultIfConditionHolds(write)) !== undefined;

/** @returns what the write returned; undefined when its condition did not hold, so nothing was written */
export async function resultIfConditionHolds<Result extends object>(
  write: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isAwsError(error, 'ConditionalCheckFailedException')) return undefined;
    throw error;
  }
}

export const newWriteId = (): string => randomBytes(6).toString('base64url');

/**
 * Writes an item unless there is one of this key. What has expired counts as absent, whether or not DynamoDB has
 * deleted it. A write whose answer was lost is repeated by the SDK, and knows itself by its `writeId`.
 *
 * @returns false when there is another item
 */
export function putIfAbsent(
  { documents, eventsTable, clock }: EventsTable,
  item: Readonly<Record<string, unknown>>,
  writeId = newWriteId(),
): Promise<boolean> {
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: { ...item, writeId },
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR writeId = :writeId',
      ExpressionAttributeValues: { ':now': toSeconds(clock()), ':writeId': writeId },
    }),
  );
}
