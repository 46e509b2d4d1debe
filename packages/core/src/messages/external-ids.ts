import * as z from 'zod';
import { toIso, toSeconds } from '../clock.ts';
import { tenantIdSchema } from '../ids/ids.ts';
import type { Provider } from '../providers/callback-routes.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { messageIdSchema, type OutboundMessage } from './outbound-message.ts';
import { type MessageItem, outboundMessageKey, readLive, readOutboundMessage } from './outbound-messages.ts';

/**
 * How long a claim on an external id holds without the message that it was made for: twice what API Gateway lets a
 * request run, so whoever was to write the message is gone.
 */
export const CLAIM_MS = 60_000;

export const externalIdKey = (provider: string, externalId: string) => ({
  pk: `EXTERNAL#${provider}#${externalId}`,
  sk: 'EXTERNAL',
});

/**
 * An external id belongs to a message when both sides say so: the claim under the id names the message, and the message
 * names the id. The claim is written first, so a crash between the two leaves a claim that its own message may complete,
 * and that anybody may replace after CLAIM_MS. Step by step: docs/adr/0005-message-status.md.
 */
const claimSchema = z.object({
  tenantId: tenantIdSchema,
  messageId: messageIdSchema,
  claimedAt: z.number(),
  expiresAt: z.number(),
});
type Claim = z.infer<typeof claimSchema>;

export type Claimant = Pick<OutboundMessage, 'tenantId' | 'messageId' | 'provider' | 'expiresAt'>;

/**
 * Claims an external id for a message. Repeating it is safe.
 *
 * @returns false when the id is another message's
 */
export async function claimExternalId(
  table: EventsTable,
  { tenantId, messageId, provider, expiresAt }: Claimant,
  externalId: string,
): Promise<boolean> {
  const now = table.clock();
  const key = externalIdKey(provider, externalId);
  const mine: Claim = { tenantId, messageId, claimedAt: now, expiresAt };
  const put = (ConditionExpression: string, ExpressionAttributeValues: Record<string, unknown>) =>
    ifConditionHolds(
      table.documents.put({
        TableName: table.eventsTable,
        Item: { ...key, ...mine },
        ConditionExpression,
        ExpressionAttributeValues,
      }),
    );
  const isFreeOrMine =
    'attribute_not_exists(pk) OR expiresAt <= :now OR (tenantId = :tenantId AND messageId = :messageId)';
  if (await put(isFreeOrMine, { ':now': toSeconds(now), ':tenantId': tenantId, ':messageId': messageId })) {
    return true;
  }
  const other = await readLive(table, claimSchema, key);
  if (other === undefined || !(await isAbandoned(table, other, externalId))) return false;
  const isStillTheirs = 'tenantId = :tenantId AND messageId = :messageId AND claimedAt = :claimedAt';
  // The second half is this very write, which the SDK repeats when its answer was lost.
  return put(`${isStillTheirs} OR tenantId = :mine AND messageId = :myMessage AND claimedAt = :now`, {
    ':tenantId': other.tenantId,
    ':messageId': other.messageId,
    ':claimedAt': other.claimedAt,
    ':mine': tenantId,
    ':myMessage': messageId,
    ':now': now,
  });
}

/** The message was never written, or names another external id since. */
async function isAbandoned(table: EventsTable, other: Claim, externalId: string): Promise<boolean> {
  if (other.claimedAt + CLAIM_MS > table.clock()) return false;
  const message = await readOutboundMessage(table, other.tenantId, other.messageId);
  return message === undefined || (message.externalId !== undefined && message.externalId !== externalId);
}

/**
 * Writes the external id into the message, which must still name the one that it named when it was read. To be called
 * under a claim.
 *
 * @returns undefined when somebody else changed it; nothing was written
 */
export async function setExternalId(
  { documents, eventsTable, clock }: EventsTable,
  message: MessageItem,
  externalId: string,
): Promise<MessageItem | undefined> {
  const updatedAt = toIso(clock());
  const seen = message.externalId;
  const written = await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: outboundMessageKey(message.tenantId, message.messageId),
      // It is found by this id from now on, and not by its recipient.
      UpdateExpression: 'SET externalId = :externalId, updatedAt = :updatedAt REMOVE listPk, listSk',
      ConditionExpression:
        seen === undefined
          ? 'attribute_exists(pk) AND attribute_not_exists(externalId)'
          : 'externalId = :seen',
      ExpressionAttributeValues: {
        ':externalId': externalId,
        ':updatedAt': updatedAt,
        ...(seen === undefined ? {} : { ':seen': seen }),
      },
    }),
  );
  return written ? { ...message, externalId, updatedAt } : undefined;
}

/**
 * Makes an external id the one of a message that has none yet. Repeating it is safe.
 *
 * @returns undefined when the id is another message's, or the message has another id
 */
export async function bindExternalId(
  table: EventsTable,
  message: MessageItem,
  externalId: string,
): Promise<MessageItem | undefined> {
  if (message.externalId !== undefined) return message.externalId === externalId ? message : undefined;
  if (!(await claimExternalId(table, message, externalId))) return undefined;
  const bound = await setExternalId(table, message, externalId);
  if (bound !== undefined) return bound;
  const current = await readOutboundMessage(table, message.tenantId, message.messageId);
  return current?.externalId === externalId ? current : undefined;
}

/** @returns undefined when no message has this external id */
export async function findByExternalId(
  table: EventsTable,
  provider: Provider,
  externalId: string,
): Promise<MessageItem | undefined> {
  const owner = await readLive(table, claimSchema, externalIdKey(provider, externalId));
  const message =
    owner === undefined ? undefined : await readOutboundMessage(table, owner.tenantId, owner.messageId);
  // A message that names none yet: whoever claimed the id for it stopped halfway.
  return message === undefined ? undefined : bindExternalId(table, message, externalId);
}
