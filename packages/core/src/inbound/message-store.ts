import * as z from 'zod';
import { type Clock, toIso, toSeconds } from '../clock.ts';
import { tenantIdSchema } from '../ids/id-schemas.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Documents } from '../tables/documents.ts';
import { isExpired } from '../tables/expiry.ts';
import type { Provider } from './channel.ts';
import { externalIdKey, outboundMessageKey, recipientListKey } from './keys.ts';
import { messageIdSchema, type OutboundMessage, outboundMessageSchema } from './outbound-message.ts';

export const MESSAGE_RETENTION_DAYS = 30;

/**
 * How long a claim on an external id holds without the message that it was made for: twice what API Gateway lets a
 * request run, so whoever was to write the message is gone.
 */
export const CLAIM_MS = 60_000;

/** The message's own item. Opens and clicks are not in it: they are counted from its timeline. */
export const messageItemSchema = outboundMessageSchema.omit({ opens: true, clicks: true });
export type MessageItem = z.infer<typeof messageItemSchema>;

const claimSchema = z.object({
  tenantId: tenantIdSchema,
  messageId: messageIdSchema,
  claimedAt: z.number(),
  expiresAt: z.number(),
});
type Claim = z.infer<typeof claimSchema>;

export type Claimant = Pick<OutboundMessage, 'tenantId' | 'messageId' | 'provider' | 'expiresAt'>;

export type OutboundMessageStore = ReturnType<typeof createOutboundMessageStore>;

/**
 * Outbound messages and the external ids that lead to them. An external id belongs to a message when both sides say
 * so: the claim under the id names the message, and the message names the id. The claim is written first, so a crash
 * between the two leaves a claim that its own message may complete, and that anybody may replace after CLAIM_MS.
 * Step by step: docs/adr/0005-message-status.md.
 */
export function createOutboundMessageStore(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable: TableName, clock } = deps;

  /** @returns undefined also when it has expired, whether or not DynamoDB has deleted it */
  async function read(tenantId: string, messageId: string): Promise<MessageItem | undefined> {
    return readLive(messageItemSchema, outboundMessageKey(tenantId, messageId));
  }

  async function readLive<T extends { expiresAt: number }>(
    schema: z.ZodType<T>,
    Key: Record<string, string>,
  ): Promise<T | undefined> {
    const { Item } = await documents.get({ TableName, Key, ConsistentRead: true });
    if (Item === undefined) return undefined;
    const item = schema.parse(Item);
    return isExpired(item, clock()) ? undefined : item;
  }

  /**
   * Claims an external id for a message. Repeating it is safe.
   *
   * @returns false when the id is another message's
   */
  async function claim(claimant: Claimant, externalId: string): Promise<boolean> {
    const { tenantId, messageId, provider, expiresAt } = claimant;
    const now = clock();
    const mine: Claim = { tenantId, messageId, claimedAt: now, expiresAt };
    const put = (ConditionExpression: string, values: Record<string, unknown>) =>
      ifConditionHolds(
        documents.put({
          TableName,
          Item: { ...externalIdKey(provider, externalId), ...mine },
          ConditionExpression,
          ExpressionAttributeValues: values,
        }),
      );
    const isFreeOrMine =
      'attribute_not_exists(pk) OR expiresAt <= :now OR (tenantId = :tenantId AND messageId = :messageId)';
    if (await put(isFreeOrMine, { ':now': toSeconds(now), ':tenantId': tenantId, ':messageId': messageId })) {
      return true;
    }
    const other = await readLive(claimSchema, externalIdKey(provider, externalId));
    if (other === undefined || !(await isAbandoned(other, externalId))) return false;
    return put('tenantId = :tenantId AND messageId = :messageId AND claimedAt = :claimedAt', {
      ':tenantId': other.tenantId,
      ':messageId': other.messageId,
      ':claimedAt': other.claimedAt,
    });
  }

  /** The message was never written, or names another external id since. */
  async function isAbandoned(other: Claim, externalId: string): Promise<boolean> {
    if (other.claimedAt + CLAIM_MS > clock()) return false;
    const message = await read(other.tenantId, other.messageId);
    return message === undefined || (message.externalId !== undefined && message.externalId !== externalId);
  }

  /**
   * Writes the external id into the message, which must still name the one that it named when it was read. To be
   * called under a claim.
   *
   * @returns undefined when somebody else changed it; nothing was written
   */
  async function setExternalId(message: MessageItem, externalId: string): Promise<MessageItem | undefined> {
    const updatedAt = toIso(clock());
    const seen = message.externalId;
    const written = await ifConditionHolds(
      documents.update({
        TableName,
        Key: outboundMessageKey(message.tenantId, message.messageId),
        UpdateExpression: 'SET externalId = :externalId, updatedAt = :updatedAt',
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
  async function bindExternalId(message: MessageItem, externalId: string): Promise<MessageItem | undefined> {
    if (message.externalId !== undefined) return message.externalId === externalId ? message : undefined;
    if (!(await claim(message, externalId))) return undefined;
    const bound = await setExternalId(message, externalId);
    if (bound !== undefined) return bound;
    const current = await read(message.tenantId, message.messageId);
    return current?.externalId === externalId ? current : undefined;
  }

  return {
    read,
    claim,
    setExternalId,
    bindExternalId,

    /** @returns false when the message exists */
    async putNew(message: MessageItem): Promise<boolean> {
      const { tenantId, messageId, channel, recipient, sentAt } = message;
      return ifConditionHolds(
        documents.put({
          TableName,
          Item: {
            ...outboundMessageKey(tenantId, messageId),
            ...recipientListKey(channel, recipient, sentAt, tenantId, messageId),
            ...message,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': toSeconds(clock()) },
        }),
      );
    },

    /** @returns undefined when no message has this external id */
    async findByExternalId(provider: Provider, externalId: string): Promise<MessageItem | undefined> {
      const owner = await readLive(claimSchema, externalIdKey(provider, externalId));
      const message = owner === undefined ? undefined : await read(owner.tenantId, owner.messageId);
      // A message that names none yet: whoever claimed the id for it stopped halfway.
      return message === undefined ? undefined : bindExternalId(message, externalId);
    },
  };
}
