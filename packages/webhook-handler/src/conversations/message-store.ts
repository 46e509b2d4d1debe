import { randomUUID } from 'node:crypto';
import { type Clock, DAY_SECONDS, toIso, toSeconds } from '@switchyard/core/clock';
import {
  callbackKey,
  conversationMessageListKey,
  type InboundMessage,
  inboundMessageSchema,
} from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';
import * as z from 'zod';
import { TIMEOUT_SECONDS } from '../config.ts';

/** Conversations are looked back on for a year; what nobody knows is forgotten after a month. */
const CONVERSATION_MESSAGE_DAYS = 365;
const UNKNOWN_SENDER_DAYS = 30;

/**
 * As long as a function may run. Lambda may freeze one and go on later: whoever holds a lease that has run out sends
 * nothing any more (route-message.ts).
 */
export const MESSAGE_LEASE_MS = TIMEOUT_SECONDS * 1_000;

/** The receipt of a callback and the message that it brought are one item: one conditional write does for both. */
export const storedMessageSchema = z.object({
  message: inboundMessageSchema,
  conversationId: z.string().optional(),
  requestId: z.string(),
  /** Until when (ms since the epoch) somebody is at work on it. */
  leaseUntil: z.number(),
  /** Names one try, so that no two take the same lease, and the SDK's repeat of a write is told from another try. */
  leaseOwner: z.string(),
  /** Set last: everything that follows from the message is done. */
  routedAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type StoredMessage = z.infer<typeof storedMessageSchema>;

export type MessageStore = ReturnType<typeof createMessageStore>;

export function createMessageStore(deps: {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
  readonly createOwner?: () => string;
}) {
  const { documents, eventsTable, clock } = deps;
  const createOwner = deps.createOwner ?? randomUUID;

  /** @returns false when the lease is somebody else's, or everything is done */
  async function setLease(
    { message, leaseUntil, leaseOwner }: StoredMessage,
    seen: string,
  ): Promise<boolean> {
    return ifConditionHolds(
      documents.update({
        TableName: eventsTable,
        Key: callbackKey(message.provider, message.providerId),
        UpdateExpression: 'SET leaseUntil = :until, leaseOwner = :owner',
        ConditionExpression: '(leaseOwner = :seen OR leaseOwner = :owner) AND attribute_not_exists(routedAt)',
        ExpressionAttributeValues: { ':until': leaseUntil, ':owner': leaseOwner, ':seen': seen },
      }),
    );
  }

  return {
    /** @returns what was stored, under a lease of the caller; undefined when the message came before */
    async putNew(
      message: InboundMessage,
      conversationId: string | undefined,
      requestId: string,
    ): Promise<StoredMessage | undefined> {
      const { provider, providerId, receivedAt } = message;
      const now = clock();
      const days = conversationId === undefined ? UNKNOWN_SENDER_DAYS : CONVERSATION_MESSAGE_DAYS;
      const stored: StoredMessage = {
        // As it will be read again, keys in the same order: what is made of it is then the same, byte for byte.
        message: inboundMessageSchema.parse(message),
        conversationId,
        requestId,
        leaseUntil: now + MESSAGE_LEASE_MS,
        leaseOwner: createOwner(),
        expiresAt: toSeconds(now) + days * DAY_SECONDS,
      };
      const list =
        conversationId === undefined
          ? {}
          : conversationMessageListKey(conversationId, receivedAt, providerId);
      const isNew = await ifConditionHolds(
        documents.put({
          TableName: eventsTable,
          Item: { ...callbackKey(provider, providerId), ...list, ...stored },
          // The last part is this very write, which the SDK repeats when its answer was lost.
          ConditionExpression:
            'attribute_not_exists(pk) OR expiresAt <= :now OR (leaseOwner = :owner AND attribute_not_exists(routedAt))',
          ExpressionAttributeValues: { ':now': toSeconds(now), ':owner': stored.leaseOwner },
        }),
      );
      return isNew ? stored : undefined;
    },

    async read({ provider, providerId }: InboundMessage): Promise<StoredMessage | undefined> {
      const { Item } = await documents.get({
        TableName: eventsTable,
        Key: callbackKey(provider, providerId),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : storedMessageSchema.parse(Item);
    },

    /** @returns it under a lease of the caller; undefined when somebody else has taken over the work */
    async takeLease(seen: StoredMessage): Promise<StoredMessage | undefined> {
      const leaseUntil = clock() + MESSAGE_LEASE_MS;
      const mine: StoredMessage = { ...seen, leaseUntil, leaseOwner: createOwner() };
      return (await setLease(mine, seen.leaseOwner)) ? mine : undefined;
    },

    /** Lets the next try start at once; does nothing when somebody else has taken over. */
    async releaseLease(mine: StoredMessage): Promise<void> {
      await setLease({ ...mine, leaseUntil: 0 }, mine.leaseOwner);
    },

    /** Set last: a repeat finds that there is nothing left to do. */
    async markRouted({ provider, providerId }: InboundMessage): Promise<void> {
      await documents.update({
        TableName: eventsTable,
        Key: callbackKey(provider, providerId),
        UpdateExpression: 'SET routedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': toIso(clock()) },
      });
    },
  };
}
