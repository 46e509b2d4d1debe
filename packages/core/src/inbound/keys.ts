/** A person's address on a channel leads to their conversations, the one with the newest activity last. */
export const contactPartition = (channel: string, address: string) => `CONTACT#${channel}#${address}`;

export const conversationKey = (conversationId: string) => ({
  pk: `CONVERSATION#${conversationId}`,
  sk: 'CONVERSATION',
});

export const conversationListKey = (
  channel: string,
  address: string,
  lastActivityAt: string,
  conversationId: string,
) => ({ listPk: contactPartition(channel, address), listSk: `${lastActivityAt}#${conversationId}` });

export const conversationIdOfPartition = (pk: string): string => pk.slice(pk.indexOf('#') + 1);

/** A callback by its provider's own id: the receipt that it came, and the message that it brought. */
export const callbackKey = (provider: string, providerId: string) => ({
  pk: `CALLBACK#${provider}#${providerId}`,
  sk: 'CALLBACK',
});

/** The messages of a conversation, in the order of their arrival. */
export const conversationMessageListKey = (
  conversationId: string,
  receivedAt: string,
  providerId: string,
) => ({
  listPk: `CONVERSATION#${conversationId}`,
  listSk: `${receivedAt}#${providerId}`,
});

export const outboundMessageKey = (tenantId: string, messageId: string) => ({
  pk: `TENANT#${tenantId}#MESSAGE#${messageId}`,
  sk: 'MESSAGE',
});

/** What was sent to a person, by time: for providers that report without an id of ours. */
export const recipientPartition = (channel: string, recipient: string) => `RECIPIENT#${channel}#${recipient}`;

export const externalIdKey = (provider: string, externalId: string) => ({
  pk: `EXTERNAL#${provider}#${externalId}`,
  sk: 'EXTERNAL',
});

/** Which tenant a number or mailbox of ours belongs to. */
export const ownedAddressKey = (channel: string, address: string) => ({
  pk: `ADDRESS#${channel}#${address}`,
  sk: 'ADDRESS',
});

export const fallbackKey = (channel: string, address: string) => ({
  pk: `FALLBACK#${channel}#${address}`,
  sk: 'FALLBACK',
});

/** How long a request that was not proven genuine is kept. */
export const QUARANTINE_DAYS = 7;

/** @param day such as 2026-11-22 */
export const quarantinePartition = (day: string) => `QUARANTINE#${day}`;

export const quarantineKey = (receivedAt: string, id: string) => ({
  pk: quarantinePartition(receivedAt.slice(0, 10)),
  sk: `${receivedAt}#${id}`,
});

export const MESSAGE_SORT_KEY = 'MESSAGE';

export const TIMELINE_PREFIX = 'TIMELINE#';

/** One report about a message, under the message, named by the provider's own id of it: a repeat finds it there. */
export const timelineKey = (tenantId: string, messageId: string, eventId: string) => ({
  pk: outboundMessageKey(tenantId, messageId).pk,
  sk: `${TIMELINE_PREFIX}${eventId}`,
});

export const recipientListKey = (
  channel: string,
  recipient: string,
  sentAt: string,
  tenantId: string,
  messageId: string,
) => ({ listPk: recipientPartition(channel, recipient), listSk: `${sentAt}#${tenantId}#${messageId}` });

/** What was sent to a person from one time to another, both included, as bounds of `listSk`. */
export const recipientListBounds = (from: string, to: string) => ({ from, to: `${to}$` });

/** The message that a row of a recipient's list stands for. */
export function messageOfRecipientListKey(listSk: string): {
  sentAt: string;
  tenantId: string;
  messageId: string;
} {
  const [sentAt = '', tenantId = '', messageId = ''] = listSk.split('#');
  return { sentAt, tenantId, messageId };
}
