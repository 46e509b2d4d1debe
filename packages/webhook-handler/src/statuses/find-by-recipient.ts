import type { Clock } from '@switchyard/core/clock';
import { UnavailableError } from '@switchyard/core/errors';
import {
  type Channel,
  type MessageItem,
  messageItemSchema,
  messageOfRecipientListKey,
  outboundMessageKey,
  recipientListBounds,
  recipientPartition,
} from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { EVENTS_LIST_INDEX, isExpired } from '@switchyard/core/tables';

/** More messages to one person within the window are not told apart. */
export const MAX_CANDIDATES = 25;

export type FindByRecipientInput = {
  readonly channel: Channel;
  /** Normalised. */
  readonly recipient: string;
  /** ISO 8601 in UTC with milliseconds, both included. */
  readonly sentFrom: string;
  readonly sentTo: string;
};

export type FindByRecipient = ReturnType<typeof createFindByRecipient>;

/**
 * What was sent to a person within a time, whichever tenant sent it: one query of the recipient's partition of the
 * index, which holds keys only, and one batch read of what it names. An index lags behind its table by some
 * milliseconds, so a message registered this very moment may be missing.
 *
 * @returns `too_many` when there are more than MAX_CANDIDATES
 * @throws UnavailableError when DynamoDB answered in part
 */
export function createFindByRecipient(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable, clock } = deps;

  return async (input: FindByRecipientInput): Promise<readonly MessageItem[] | 'too_many'> => {
    const { from, to } = recipientListBounds(input.sentFrom, input.sentTo);
    const { Items: rows = [] } = await documents.query({
      TableName: eventsTable,
      IndexName: EVENTS_LIST_INDEX,
      KeyConditionExpression: 'listPk = :recipient AND listSk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':recipient': recipientPartition(input.channel, input.recipient),
        ':from': from,
        ':to': to,
      },
      Limit: MAX_CANDIDATES + 1,
    });
    if (rows.length > MAX_CANDIDATES) return 'too_many';
    if (rows.length === 0) return [];
    const Keys = rows.map(({ listSk }) => {
      const { tenantId, messageId } = messageOfRecipientListKey(String(listSk));
      return outboundMessageKey(tenantId, messageId);
    });
    const { Responses, UnprocessedKeys = {} } = await documents.batchGet({
      RequestItems: { [eventsTable]: { Keys, ConsistentRead: true } },
    });
    if (Object.keys(UnprocessedKeys).length > 0) {
      throw new UnavailableError('DynamoDB left part of a read undone.');
    }
    return (Responses?.[eventsTable] ?? [])
      .map((item) => messageItemSchema.parse(item))
      .filter((message) => !isExpired(message, clock()));
  };
}
