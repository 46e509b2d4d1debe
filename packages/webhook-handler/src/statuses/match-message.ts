import { addressForms } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { findByRecipient } from '@switchyard/core/find-by-recipient';
import type { Logger } from '@switchyard/core/logging';
import {
  bindExternalId,
  decodeMessageReference,
  findByExternalId,
  type MessageItem,
  readOutboundMessage,
} from '@switchyard/core/messages';
import { speaksAbout } from '@switchyard/core/providers';
import type { BatchGetContext, EventsTable } from '@switchyard/core/tables';
import type { Config } from '../config.ts';
import type { StatusReport } from './status-report.ts';

export type MatchMessageContext = EventsTable &
  BatchGetContext & {
    readonly mappingStrategy: Config['MESSAGE_ID_MAPPING_STRATEGY'];
    /** Around sent_at, both ways; for the timestamp strategy. */
    readonly matchingWindowSeconds: number;
    readonly logger: Logger;
  };

/**
 * Finds the message that a report is about. An external id that is bound to a message decides, whatever the strategy
 * and whatever else the report says. Only for one that is not bound the strategies differ: `database` leaves it at
 * that, `embedded` believes the report's reference, `timestamp` guesses; what they find is bound, so that the next
 * report needs no second guess and nobody else can take the id.
 *
 * Only a message that the account of the report may speak about is found: a report of another account's binds nothing
 * and changes nothing, and is answered as if there were no such message.
 *
 * Two reads where the external id is bound: its claim and the message.
 *
 * @returns undefined when no message matches, or more than one could
 */
export async function matchMessage(
  context: MatchMessageContext,
  report: StatusReport,
): Promise<MessageItem | undefined> {
  if (report.externalId === '') return undefined;
  const bound = await findByExternalId(context, report.provider, report.externalId);
  if (bound !== undefined) return maySpeak(context, report, bound) ? bound : undefined;
  const found = await findUnbound(context, report);
  return found === undefined ? undefined : bindExternalId(context, found, report.externalId);
}

async function findUnbound(
  context: MatchMessageContext,
  report: StatusReport,
): Promise<MessageItem | undefined> {
  switch (context.mappingStrategy) {
    case 'database':
      return undefined;
    case 'embedded':
      return byReference(context, report);
    case 'timestamp':
      return byTime(context, report);
  }
}

/** A reference copied into the wrong callback URL must not move another message: all that is known must agree. */
async function byReference(
  context: MatchMessageContext,
  report: StatusReport,
): Promise<MessageItem | undefined> {
  const reference = decodeMessageReference(report.messageIdHint ?? '');
  if (reference === undefined) return undefined;
  const message = await readOutboundMessage(context, reference.tenantId, reference.messageId);
  if (message === undefined || !couldBeAbout(report, message)) return undefined;
  return maySpeak(context, report, message) ? message : undefined;
}

async function byTime(context: MatchMessageContext, report: StatusReport): Promise<MessageItem | undefined> {
  // Mails that came in are reported as well, and have a recipient too.
  if (report.recipients.length === 0 || report.kind === 'other') return undefined;
  const occurredAt = Date.parse(report.occurredAt);
  const window = context.matchingWindowSeconds * 1000;
  const sent = await findByRecipient(context, {
    channel: report.channel,
    recipients: recipientForms(report),
    tenants: report.account.tenants,
    sentFrom: toIso(occurredAt - window),
    sentTo: toIso(occurredAt + window),
  });
  if (sent === 'too_many') return undefined;
  return nearest(
    sent.filter((message) => couldBeAbout(report, message) && speaksAbout(report.account, message)),
    occurredAt,
  );
}

/** A message that has an external id has another one than the report's, which is bound to none. */
function couldBeAbout(report: StatusReport, message: MessageItem): boolean {
  return (
    message.externalId === undefined &&
    message.provider === report.provider &&
    message.channel === report.channel &&
    (report.recipients.length === 0 || recipientForms(report).includes(message.recipient))
  );
}

const recipientForms = ({ channel, recipients }: StatusReport): string[] => [
  ...new Set(recipients.flatMap((recipient) => addressForms(channel, recipient))),
];

function maySpeak(
  { logger }: Pick<MatchMessageContext, 'logger'>,
  { account, provider }: StatusReport,
  message: MessageItem,
): boolean {
  if (speaksAbout(account, message)) return true;
  const { tenantId, messageId } = message;
  const fields = { provider, account: account.id, tenantId, messageId, outcome: 'account_not_allowed' };
  logger.warn(fields, 'callback');
  return false;
}

/** @returns undefined for a tie, and when messages of several tenants are possible: theirs are never mixed up */
function nearest(candidates: readonly MessageItem[], occurredAt: number): MessageItem | undefined {
  if (new Set(candidates.map(({ tenantId }) => tenantId)).size !== 1) return undefined;
  const [first, second] = candidates
    .map((message) => ({ message, distance: Math.abs(Date.parse(message.sentAt) - occurredAt) }))
    .sort((a, b) => a.distance - b.distance);
  return first === undefined || first.distance === second?.distance ? undefined : first.message;
}
