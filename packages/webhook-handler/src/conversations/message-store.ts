import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Clock,
  callbackKey,
  conversationMessageListKey,
  DAY_SECONDS,
  type InboundMessage,
  ifConditionHolds,
  inboundMessageSchema,
  toIso,
  toSeconds,
} from '@switchyard/core';
import * as z from 'zod';

/** Conversations are looked back on for a year; what nobody knows is forgotten after a month. */
const CONVERSATION_MESSAGE_DAYS = 365;
const UNKNOWN_SENDER_DAYS = 30;

/** As long as the function may run: after this, whoever was at work on the message is gone. */
export const MESSAGE_LEASE_MS = 15_000;

/** The receipt of a callback and the message that it brought are one item: one conditional write does for both. */
export const storedMessageSchema = z.object({
  message: inboundMessageSchema,
  conversationId: z.string().optional(),
  requestId: z.string(),
  /** Until when (ms since the epoch) somebody is at work on it. */
  leaseUntil: z.number(),
  /** Set last: everything that follows from the message is done. */
  routedAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type StoredMessage = z.infer<typeof storedMessageSchema>;

export type MessageStore = ReturnType<typeof createMessageStore>;

export function createMessageStore(deps: {
  readonly documents: DynamoDBDocumentClient;
  readonly eventsTable: string;
  readonly clock: Clock;
}) {
  const { documents, eventsTable, clock } = deps;

  return {
    /** @returns false when the message came before */
    async putNew(
      message: InboundMessage,
      conversationId: string | undefined,
      requestId: string,
    ): Promise<boolean> {
      const { provider, providerId, receivedAt } = message;
      const now = clock();
      const days = conversationId === undefined ? UNKNOWN_SENDER_DAYS : CONVERSATION_MESSAGE_DAYS;
      const stored: StoredMessage = {
        message,
        conversationId,
        requestId,
        leaseUntil: now + MESSAGE_LEASE_MS,
        expiresAt: toSeconds(now) + days * DAY_SECONDS,
      };
      const list =
        conversationId === undefined
          ? {}
          : conversationMessageListKey(conversationId, receivedAt, providerId);
      return ifConditionHolds(
        documents.send(
          new PutCommand({
            TableName: eventsTable,
            Item: { ...callbackKey(provider, providerId), ...list, ...stored },
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            ExpressionAttributeValues: { ':now': toSeconds(now) },
          }),
        ),
      );
    },

    async read({ provider, providerId }: InboundMessage): Promise<StoredMessage | undefined> {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: eventsTable,
          Key: callbackKey(provider, providerId),
          ConsistentRead: true,
        }),
      );
      return Item === undefined ? undefined : storedMessageSchema.parse(Item);
    },

    /** @returns false when somebody else has taken over the work */
    async takeLease({ message, leaseUntil }: StoredMessage): Promise<boolean> {
      return ifConditionHolds(
        documents.send(
          new UpdateCommand({
            TableName: eventsTable,
            Key: callbackKey(message.provider, message.providerId),
            UpdateExpression: 'SET leaseUntil = :until',
            ConditionExpression: 'leaseUntil = :seen AND attribute_not_exists(routedAt)',
            ExpressionAttributeValues: { ':until': clock() + MESSAGE_LEASE_MS, ':seen': leaseUntil },
          }),
        ),
      );
    },

    /** Lets the next try start at once. */
    async releaseLease({ provider, providerId }: InboundMessage): Promise<void> {
      await documents.send(
        new UpdateCommand({
          TableName: eventsTable,
          Key: callbackKey(provider, providerId),
          UpdateExpression: 'SET leaseUntil = :none',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':none': 0 },
        }),
      );
    },

    async markRouted({ provider, providerId }: InboundMessage): Promise<void> {
      await documents.send(
        new UpdateCommand({
          TableName: eventsTable,
          Key: callbackKey(provider, providerId),
          UpdateExpression: 'SET routedAt = :now',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':now': toIso(clock()) },
        }),
      );
    },
  };
}
