import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { tenantIdSchema } from '../ids/ids.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { conversationKey } from './conversation.ts';
import { type InboundMessage, inboundMessageSchema } from './inbound-message.ts';
import { type ListContext, newestItems } from './newest-items.ts';

/** For whom a message is, as it was decided when it came first: what changes later moves none that is on its way. */
export const addresseeSchema = z.object({
  /** Who owns the addresses below; absent: nobody. */
  owner: tenantIdSchema.optional(),
  /** Its addresses that the message was written to, as the message has them; the first one decided. */
  recipients: z.array(z.string()),
  conversationId: z.string().optional(),
  /** The conversation's own address and tenant, by which it was found, and when it was last active until then. */
  contact: z
    .object({
      address: z.string(),
      tenantId: tenantIdSchema.optional(),
      /** Absent on what an earlier version stored. */
      lastActivityAt: z.iso.datetime().optional(),
    })
    .optional(),
  /**
   * Of a mail: by which of its senders the conversation was found. Anybody can write a From header, and the sender that
   * an address of theirs was rewritten from.
   */
  matchedBy: z.enum(['envelope', 'envelope_rewritten', 'header_from']).optional(),
  /** Another addressee has the same conversation, in which the message stands and is routed once. */
  isSecondInConversation: z.boolean().optional(),
});
export type Addressee = z.infer<typeof addresseeSchema>;

/** Whose event the message becomes. */
export const tenantOf = ({ owner, contact }: Pick<Addressee, 'owner' | 'contact'>): string | undefined =>
  owner ?? contact?.tenantId;

/** Conversations are looked back on for a year; what nobody knows is forgotten after a month. */
const CONVERSATION_MESSAGE_DAYS = 365;
const UNKNOWN_SENDER_DAYS = 30;

/**
 * As long as the functions that take callbacks may run; their timeout is made of this. Lambda may freeze one and go on
 * later: whoever holds a lease that has run out sends nothing any more.
 */
export const MESSAGE_LEASE_MS = 15_000;

/** The receipt of a callback and the message that it brought are one item: one conditional write does for both. */
export const receivedMessageSchema = z.object({
  /** As one addressee gets it: without the addresses of others. */
  message: inboundMessageSchema,
  /** Absent on what an earlier version stored, which knew the conversation alone. */
  addressee: addresseeSchema.optional(),
  conversationId: z.string().optional(),
  /** Of the first addressee: the others, who have items of their own under the same id. */
  others: z.array(addresseeSchema).optional(),
  /** The provider's account that brought it, where one is proven. */
  account: z.string().optional(),
  /** Which of several items under the id it is; absent: the first. */
  part: z.string().optional(),
  requestId: z.string(),
  /** Until when (ms since the epoch) somebody is at work on it. */
  leaseUntil: z.number(),
  /** Names one try, so that no two take the same lease, and the SDK's repeat of a write is told from another try. */
  leaseOwner: z.string(),
  /** Set last: everything that follows from the message is done. */
  routedAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type ReceivedMessage = z.infer<typeof receivedMessageSchema>;

export type ReceivedMessageId = Pick<InboundMessage, 'provider' | 'providerId'> & {
  readonly part?: string | undefined;
};

/** By the provider's own id of the callback. */
export const receivedMessageKey = ({ provider, providerId, part }: ReceivedMessageId) => ({
  pk: `CALLBACK#${provider}#${providerId}`,
  sk: part === undefined ? 'CALLBACK' : `CALLBACK#${part}`,
});
const keyOf = ({ message, part }: Pick<ReceivedMessage, 'message' | 'part'>) =>
  receivedMessageKey({ ...message, part });

/** The messages of a conversation, in the order of their arrival. */
export const receivedMessageListKey = (
  conversationId: string,
  { receivedAt, providerId }: Pick<InboundMessage, 'receivedAt' | 'providerId'>,
) => ({ listPk: conversationKey(conversationId).pk, listSk: `${receivedAt}#${providerId}` });

export type NewReceivedMessage = Pick<
  ReceivedMessage,
  'message' | 'others' | 'account' | 'part' | 'requestId'
> & { readonly addressee: Addressee };

/** @returns what was stored, under a lease of the caller; undefined when the message came before */
export async function putNewReceivedMessage(
  { documents, eventsTable, clock }: EventsTable,
  { message, ...fields }: NewReceivedMessage,
  leaseOwner: string = randomUUID(),
): Promise<ReceivedMessage | undefined> {
  const now = clock();
  const { conversationId, isSecondInConversation } = fields.addressee;
  const days = conversationId === undefined ? UNKNOWN_SENDER_DAYS : CONVERSATION_MESSAGE_DAYS;
  const received: ReceivedMessage = {
    // As it will be read again, keys in the same order: what is made of it is then the same, byte for byte.
    message: inboundMessageSchema.parse(message),
    ...fields,
    conversationId,
    leaseUntil: now + MESSAGE_LEASE_MS,
    leaseOwner,
    expiresAt: toSeconds(now) + days * DAY_SECONDS,
  };
  const isListed = conversationId !== undefined && !isSecondInConversation;
  const list = isListed ? receivedMessageListKey(conversationId, message) : {};
  const isNew = await ifConditionHolds(
    documents.put({
      TableName: eventsTable,
      Item: { ...keyOf(received), ...list, ...received },
      // The last part is this very write, which the SDK repeats when its answer was lost.
      ConditionExpression:
        'attribute_not_exists(pk) OR expiresAt <= :now OR (leaseOwner = :owner AND attribute_not_exists(routedAt))',
      ExpressionAttributeValues: { ':now': toSeconds(now), ':owner': leaseOwner },
    }),
  );
  return isNew ? received : undefined;
}

export async function readReceivedMessage(
  { documents, eventsTable }: EventsTable,
  id: ReceivedMessageId,
): Promise<ReceivedMessage | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: receivedMessageKey(id),
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : receivedMessageSchema.parse(Item);
}

/** @returns it under a lease of the caller; undefined when somebody else has taken over the work */
export async function takeMessageLease(
  table: EventsTable,
  seen: ReceivedMessage,
  leaseOwner: string = randomUUID(),
): Promise<ReceivedMessage | undefined> {
  const mine = { ...seen, leaseUntil: table.clock() + MESSAGE_LEASE_MS, leaseOwner };
  return (await setLease(table, mine, seen.leaseOwner)) ? mine : undefined;
}

/** Lets the next try start at once; does nothing when somebody else has taken over. */
export async function releaseMessageLease(table: EventsTable, mine: ReceivedMessage): Promise<void> {
  await setLease(table, { ...mine, leaseUntil: 0 }, mine.leaseOwner);
}

/** @returns false when the lease is somebody else's, or everything is done */
function setLease(
  { documents, eventsTable }: EventsTable,
  { leaseUntil, leaseOwner, ...received }: ReceivedMessage,
  seen: string,
): Promise<boolean> {
  return ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: keyOf(received),
      UpdateExpression: 'SET leaseUntil = :until, leaseOwner = :owner',
      ConditionExpression: '(leaseOwner = :seen OR leaseOwner = :owner) AND attribute_not_exists(routedAt)',
      ExpressionAttributeValues: { ':until': leaseUntil, ':owner': leaseOwner, ':seen': seen },
    }),
  );
}

/** Set last: a repeat finds that there is nothing left to do. */
export async function markRouted(
  { documents, eventsTable, clock }: EventsTable,
  received: Pick<ReceivedMessage, 'message' | 'part'>,
): Promise<void> {
  await documents.update({
    TableName: eventsTable,
    Key: keyOf(received),
    UpdateExpression: 'SET routedAt = :now',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':now': toIso(clock()) },
  });
}

/** The latest messages of a conversation, in the order of their arrival. The last second may be missing. */
export async function latestMessages(
  context: ListContext,
  conversationId: string,
  limit: number,
): Promise<{ messages: ReceivedMessage[]; more: boolean }> {
  const { items, more } = await newestItems(context, conversationKey(conversationId).pk, limit);
  const messages = readEach(receivedMessageSchema, items)
    .filter((received) => !isExpired(received, context.clock()))
    .reverse();
  return { messages, more };
}
