import { isAwsError } from '../errors.ts';

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
