import type { Channel } from '@switchyard/core/channels';
import { DAY_SECONDS, toIso, toSeconds } from '@switchyard/core/clock';
import { orUnavailable, UnavailableError } from '@switchyard/core/errors';
import {
  claimExternalId,
  MESSAGE_RETENTION_DAYS,
  type MessageItem,
  putNewOutboundMessage,
  readOutboundMessage,
  setExternalId,
} from '@switchyard/core/messages';
import type { Provider } from '@switchyard/core/providers';
import type { EventsTable } from '@switchyard/core/tables';

export type RegisterMessageInput = {
  readonly tenantId: string;
  readonly messageId: string;
  readonly channel: Channel;
  readonly provider: Provider;
  /** Normalised. */
  readonly recipient: string;
  /** ISO 8601 in UTC with milliseconds; absent: now, or as it was registered before. */
  readonly sentAt: string | undefined;
  /** Absent: not known yet, or as it was registered before. */
  readonly externalId: string | undefined;
  /** Absent: not known, or as it was registered before. */
  readonly account?: string | undefined;
};

export type RegisterMessageResult =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly message: MessageItem }
  /** Registered before with another value in this field; nothing was changed. */
  | {
      readonly kind: 'conflict';
      readonly field: 'channel' | 'provider' | 'recipient' | 'sentAt' | 'account';
      readonly message: MessageItem;
    }
  /** The external id is another message's; nothing was changed. */
  | { readonly kind: 'external_id_taken' };

/** Somebody else writes the same message each time; nobody does so for long. */
const MAX_ROUNDS = 3;

/**
 * Registers a message, so that what its provider reports can be put down to it. The external id is claimed before the
 * message names it: no message is ever seen with an external id that leads elsewhere, and after a crash between the
 * two the same request completes both.
 *
 * @throws UnavailableError: send the same request again
 */
export async function registerMessage(
  table: EventsTable,
  input: RegisterMessageInput,
): Promise<RegisterMessageResult> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = await orUnavailable(
      registerOnce(table, input),
      'The message store did not answer. Try again.',
    );
    if (result !== undefined) return result;
  }
  throw new UnavailableError('The message is being changed by other requests. Try again.');
}

/** @returns undefined when somebody else wrote the message meanwhile */
async function registerOnce(
  table: EventsTable,
  input: RegisterMessageInput,
): Promise<RegisterMessageResult | undefined> {
  const existing = await readOutboundMessage(table, input.tenantId, input.messageId);
  const { externalId } = input;
  if (existing === undefined) {
    const message = newMessage(input, table.clock());
    if (externalId !== undefined && !(await claimExternalId(table, message, externalId))) {
      return { kind: 'external_id_taken' };
    }
    return (await putNewOutboundMessage(table, message)) ? { kind: 'created', message } : undefined;
  }
  const field = changedField(existing, input);
  if (field !== undefined) return { kind: 'conflict', field, message: existing };
  if (externalId === undefined || externalId === existing.externalId) {
    return { kind: 'unchanged', message: existing };
  }
  if (!(await claimExternalId(table, existing, externalId))) return { kind: 'external_id_taken' };
  const message = await setExternalId(table, existing, externalId);
  return message === undefined ? undefined : { kind: 'updated', message };
}

/** Kept for the same time with all that belongs to it: counted from when it was sent, which may be still to come. */
function newMessage(input: RegisterMessageInput, nowMs: number): MessageItem {
  const now = toIso(nowMs);
  const { tenantId, messageId, channel, provider, recipient, externalId, account, sentAt = now } = input;
  const keptFrom = Math.max(nowMs, Date.parse(sentAt));
  return {
    tenantId,
    messageId,
    channel,
    provider,
    recipient,
    externalId,
    account,
    sentAt,
    status: 'registered',
    statusAt: now,
    createdAt: now,
    updatedAt: now,
    expiresAt: toSeconds(keptFrom) + MESSAGE_RETENTION_DAYS * DAY_SECONDS,
  };
}

function changedField(existing: MessageItem, input: RegisterMessageInput) {
  if (input.sentAt !== undefined && input.sentAt !== existing.sentAt) return 'sentAt';
  const { account } = existing;
  if (account !== undefined && input.account !== undefined && input.account !== account) return 'account';
  const fields = ['channel', 'provider', 'recipient'] as const;
  return fields.find((field) => input[field] !== existing[field]);
}
