import { findOwners, type Owner } from '@switchyard/core/addresses';
import { addressForms } from '@switchyard/core/channels';
import type { InboundMessage } from '@switchyard/core/conversations';
import { findConversation } from '@switchyard/core/find-conversation';
import type { Logger } from '@switchyard/core/logging';
import { type ProvenAccount, speaksAbout } from '@switchyard/core/providers';
import type { Addressee } from '@switchyard/core/received-messages';
import type { BatchGetContext, EventsTable } from '@switchyard/core/tables';
import { domainOf } from '../mail/mailbox.ts';
import { originalSender } from '../mail/original-sender.ts';
import { AccountNotAllowedError } from '../providers/provider.ts';

export type FindAddresseesContext = EventsTable &
  BatchGetContext & { readonly logger: Logger; readonly sleep: (ms: number) => Promise<unknown> };

/** The index follows the table a moment later, and moving an entry in it is a delete and a put. */
const LOOK_AGAIN_MS = 200;

/**
 * For whom a message is. The owners of the addresses that it was written to decide: one addressee each, with the
 * conversation that this tenant has with the person, or one that is no tenant's. Only where nobody owns any of them
 * the person's newest conversation decides. The account that brought the message must be allowed to speak for them.
 *
 * @throws AccountNotAllowedError when it may speak for none of the owners
 */
export async function findAddressees(
  context: FindAddresseesContext,
  message: InboundMessage,
  account: ProvenAccount,
): Promise<[Addressee, ...Addressee[]]> {
  const recipients = message.recipients ?? [message.to];
  const owners = await findOwners(context, message.channel, recipients);
  const [first, ...others] = byOwner(context, recipients, owners, account);
  const { tenants } = account;
  if (first === undefined) return [await withConversation(context, message, { recipients }, tenants)];
  const found: [Addressee, ...Addressee[]] = [await withConversation(context, message, first, tenants)];
  for (const other of others) {
    const addressee = await withConversation(context, message, other, tenants);
    const isSecondInConversation =
      addressee.conversationId !== undefined &&
      found.some(({ conversationId }) => conversationId === addressee.conversationId);
    found.push(isSecondInConversation ? { ...addressee, isSecondInConversation } : addressee);
  }
  return found;
}

/** The owners for whom the account may speak, in the order of the addresses. */
function byOwner(
  { logger }: Pick<FindAddresseesContext, 'logger'>,
  recipients: readonly string[],
  owners: ReadonlyMap<string, Owner>,
  account: ProvenAccount,
): Addressee[] {
  const allowed = new Map<string, string[]>();
  const refused = new Set<string>();
  for (const recipient of recipients) {
    const owner = owners.get(recipient);
    if (owner === undefined) continue;
    const { tenantId } = owner;
    if (speaksAbout(account, owner)) allowed.set(tenantId, [...(allowed.get(tenantId) ?? []), recipient]);
    else refused.add(tenantId);
  }
  if (refused.size > 0) {
    const fields = { account: account.id, tenantIds: [...refused], outcome: 'account_not_allowed' };
    logger.warn(fields, 'callback');
    if (allowed.size === 0) throw new AccountNotAllowedError();
  }
  return [...allowed].map(([owner, addresses]) => ({ owner, recipients: addresses }));
}

type Sender = { readonly address: string; readonly matchedBy?: Addressee['matchedBy'] };

/** Somebody who writes twice in a second must not be unknown the second time. */
async function withConversation(
  context: FindAddresseesContext,
  message: InboundMessage,
  addressee: Addressee,
  tenants: readonly string[] | undefined,
): Promise<Addressee> {
  const senders = sendersOf(message);
  const look = () => findBySenders(context, message, senders, addressee, tenants);
  const found = await look();
  if (found !== undefined) return found;
  await context.sleep(LOOK_AGAIN_MS);
  return (await look()) ?? addressee;
}

async function findBySenders(
  context: FindAddresseesContext,
  { channel }: InboundMessage,
  senders: readonly Sender[],
  addressee: Addressee,
  tenants: readonly string[] | undefined,
): Promise<Addressee | undefined> {
  for (const { address, matchedBy } of senders) {
    const found = await findConversation(context, { channel, address, owner: addressee.owner, tenants });
    if (found === undefined) continue;
    const { conversationId, tenantId, lastActivityAt } = found;
    return {
      ...addressee,
      conversationId,
      contact: { address, ...(tenantId === undefined ? {} : { tenantId }), lastActivityAt },
      ...(matchedBy === undefined ? {} : { matchedBy }),
    };
  }
  return undefined;
}

/**
 * Under what a person may be known, the strongest first: the envelope's sender, then as it was before servers on the way
 * wrote it anew, then whom the mail says it is from.
 */
function sendersOf({ channel, from, headerFrom, authentication }: InboundMessage): Sender[] {
  switch (channel) {
    case 'whatsapp':
    case 'sms':
      return addressForms(channel, from).map((address) => ({ address }));
    case 'email': {
      const hasEnvelope = authentication === undefined || authentication.envelope_from_domain !== undefined;
      const matchedBy = hasEnvelope ? 'envelope' : 'header_from';
      const original = originalSender(from);
      // Whoever owns a domain may write any sender of another into an SRS address of theirs.
      const isOfDomain = domainOf(original) === domainOf(from);
      const senders: Sender[] = [
        { address: from, matchedBy },
        { address: original, matchedBy: isOfDomain ? matchedBy : 'envelope_rewritten' },
        ...(headerFrom === undefined ? [] : [{ address: headerFrom, matchedBy: 'header_from' as const }]),
      ];
      const firstOf = (wanted: string) => senders.find(({ address }) => address === wanted);
      return senders.filter((sender) => firstOf(sender.address) === sender);
    }
  }
}

/** The message as one addressee gets it: the addresses of others may be blind copies to other tenants. */
export function messageFor(message: InboundMessage, { owner, recipients }: Addressee): InboundMessage {
  const [to] = recipients;
  if (owner === undefined || to === undefined) return message;
  const { details } = message;
  return {
    ...message,
    to,
    ...(message.recipients === undefined ? {} : { recipients }),
    details: details.recipients === undefined ? details : { ...details, recipients },
  };
}
