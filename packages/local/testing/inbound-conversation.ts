import { randomBytes, randomInt } from 'node:crypto';
import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { type Conversation, conversationKey, conversationListKey } from '@switchyard/core/conversations';
import type { Documents } from '@switchyard/core/tables';
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
  deps: { readonly documents: Documents; readonly eventsTable: string | undefined },
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
  const { conversationId } = conversation;
  const Item = {
    ...conversationKey(conversationId),
    ...conversationListKey(conversation),
    ...conversation,
  };
  await deps.documents.put({ TableName: deps.eventsTable, Item });
  return conversationId;
}
