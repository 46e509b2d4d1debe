import { type Channel, normalizeAddress } from '@switchyard/core/channels';
import type { MessageStatus } from '@switchyard/core/messages';
import type { CallbackRequest } from '../../callback-request.ts';
import type { StatusReport } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { isBodyHmac } from '../body-hmac.ts';
import { createCutter } from '../cut-text.ts';
import { asMessageIdHint } from '../message-id-hint.ts';
import { CallbackParseError } from '../provider.ts';
import { readTwilioParameters, type TwilioParameters } from './parameters.ts';

const MAX_DETAIL_BYTES = 1024;
const MAX_ID_LENGTH = 64;

/** `receiving` and `received` are of incoming messages: known, and no step of a message of ours. */
const STATUSES: ReadonlyMap<string, MessageStatus> = new Map([
  ['accepted', 'accepted'],
  ['scheduled', 'accepted'],
  ['queued', 'queued'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['partially_delivered', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** Details under our names; the rest of a status callback is said elsewhere, or about the person. */
const DETAILS = {
  account_sid: 'AccountSid',
  messaging_service_sid: 'MessagingServiceSid',
  event_type: 'EventType',
  error_message: 'ErrorMessage',
  channel_status_message: 'ChannelStatusMessage',
  /** The carrier's clock, YYMMDDhhmm without a zone. */
  raw_dlr_done_date: 'RawDlrDoneDate',
} as const;

/** Status callbacks of SMS and WhatsApp messages that we sent. @throws CallbackParseError */
export function parseTwilioStatus(request: VerifiedRequest): StatusReport {
  const parameters = readTwilioParameters(request);
  const externalId = parameters.get('MessageSid') || parameters.get('SmsSid');
  if (!externalId || externalId.length > MAX_ID_LENGTH) {
    throw new CallbackParseError('The status callback has no MessageSid, or an overlong one.');
  }
  const rawStatus = rawStatusOf(parameters);
  const status = STATUSES.get(rawStatus);
  const errorCode = parameters.get('ErrorCode')?.slice(0, MAX_ID_LENGTH).toWellFormed();
  const channel = channelOf(parameters);
  const recipient = parameters.get('To');
  return {
    provider: 'twilio',
    eventId: [externalId, rawStatus, errorCode ?? ''].join(':'),
    externalId,
    messageIdHint: messageIdIn(request),
    channel,
    recipients: recipient ? [normalizeAddress(channel, recipient)] : [],
    account: request.account,
    kind: status === undefined ? 'other' : 'status',
    status,
    rawStatus,
    errorCode: errorCode || undefined,
    // Twilio does not say when it happened.
    occurredAt: request.receivedAt,
    receivedAt: request.receivedAt,
    details: detailsOf(parameters),
  };
}

/** A WhatsApp read receipt is told by `EventType`, whatever status stands beside it. */
function rawStatusOf(parameters: TwilioParameters): string {
  const eventType = parameters.get('EventType')?.toLowerCase();
  if (eventType === 'read') return 'read';
  const status = parameters.get('MessageStatus') || parameters.get('SmsStatus') || eventType;
  return (status || 'unknown').toLowerCase().slice(0, MAX_ID_LENGTH).toWellFormed();
}

function channelOf(parameters: TwilioParameters): Channel {
  const prefixes = [parameters.get('ChannelPrefix'), parameters.get('To'), parameters.get('From')];
  return prefixes.some((text) => /^whatsapp(?::|$)/i.test(text ?? '')) ? 'whatsapp' : 'sms';
}

/** The older scheme signs the body alone: anybody could have written the query. */
function messageIdIn({ query, headers }: CallbackRequest): string | undefined {
  if (isBodyHmac(headers['x-twilio-signature'])) return undefined;
  const [, value] = query.find(([name]) => name === 'message_id') ?? [];
  return asMessageIdHint(value);
}

function detailsOf(parameters: TwilioParameters): Record<string, string> {
  const { cut } = createCutter();
  return Object.fromEntries(
    Object.entries(DETAILS).flatMap(([key, name]) => {
      const value = parameters.get(name);
      return value ? [[key, cut(name, value, MAX_DETAIL_BYTES)]] : [];
    }),
  );
}
