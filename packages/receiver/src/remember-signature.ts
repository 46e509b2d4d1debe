import { createHash } from 'node:crypto';
import { type Clock, toSeconds } from '@switchyard/core/clock';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';
import { seenSignatureKey } from './receiver-keys.ts';

/** Longer than a signature is accepted, in both directions of the clock. */
const REMEMBERED_SECONDS = 900;

/**
 * Notes a signature that was accepted, by what was signed: the header's text can be varied without breaking it. Each
 * attempt of a delivery is signed anew, so the same twice is a replay, or a network that delivered a request twice.
 *
 * @param timestamp when it was signed, in seconds since the epoch
 * @returns true when it was seen before
 */
export function createRememberSignature(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  return async (tenantId: string, timestamp: number, payload: Uint8Array): Promise<boolean> => {
    const now = toSeconds(deps.clock());
    const digest = createHash('sha256').update(`${timestamp}.`).update(payload).digest('hex');
    const isNew = await ifConditionHolds(
      deps.documents.put({
        TableName: deps.eventsTable,
        Item: { ...seenSignatureKey(tenantId, digest), expiresAt: now + REMEMBERED_SECONDS },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': now },
      }),
    );
    return !isNew;
  };
}
