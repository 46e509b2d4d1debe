import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, ifConditionHolds, seenSignatureKey, toSeconds } from '@switchyard/core';

/** Longer than a signature is accepted, in both directions of the clock. */
const REMEMBERED_SECONDS = 900;

/**
 * Notes a signature that was accepted. Each attempt of a delivery is signed anew, so the same signature twice is a
 * replay, or a network that delivered a request twice.
 *
 * @returns true when it was seen before
 */
export function createRememberSignature(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  return async (tenantId: string, signatureHeader: string): Promise<boolean> => {
    const now = toSeconds(deps.clock());
    const digest = createHash('sha256').update(signatureHeader).digest('hex');
    const isNew = await ifConditionHolds(
      deps.documents.send(
        new PutCommand({
          TableName: deps.eventsTable,
          Item: { ...seenSignatureKey(tenantId, digest), expiresAt: now + REMEMBERED_SECONDS },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': now },
        }),
      ),
    );
    return !isNew;
  };
}
