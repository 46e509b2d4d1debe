import { randomBytes, randomInt } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Channel,
  type Conversation,
  conversationKey,
  conversationListKey,
  toIso,
} from '@switchyard/core';
import { neverLogged } from './canaries.ts';

/** Of nobody else in any test. */
export function newNumber(): string {
  const digits = `1401${randomInt(1_000_000, 9_999_999)}`;
  return `+${neverLogged('number of a person', digits)}`;
}
export const newMailbox = (): string =>
  neverLogged('mailbox of a person', `ada-${randomBytes(6).toString('hex')}@example.org`);
export const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;

/**
 * The same as `conversations create` writes, in less time.
 *
 * @returns its id
 */
export async function putConversation(
  deps: { readonly documents: DynamoDBDocumentClient; readonly eventsTable: string | undefined },
  channel: Channel,
  address: string,
  changes: Partial<Conversation> = {},
): Promise<string> {
  const before = toIso(Date.now() - 60_000);
  const conversation: Conversation = {
    conversationId: `conv-${randomBytes(6).toString('hex')}`,
    channel,
    address,
    status: 'open',
    handOffToHuman: false,
    lastActivityAt: before,
    createdAt: before,
    ...changes,
  };
  const { conversationId, lastActivityAt } = conversation;
  const Item = {
    ...conversationKey(conversationId),
    ...conversationListKey(channel, address, lastActivityAt, conversationId),
    ...conversation,
  };
  await deps.documents.send(new PutCommand({ TableName: deps.eventsTable, Item }));
  return conversationId;
}
