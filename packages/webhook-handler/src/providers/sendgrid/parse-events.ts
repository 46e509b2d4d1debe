import { createHash } from 'node:crypto';
import { PROVIDERS } from '@switchyard/core/providers';
import * as z from 'zod';
import { asMailbox } from '../../mail/mailbox.ts';
import type { StatusReport, StatusReports } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { createCutter } from '../cut-text.ts';
import { happenedAt } from '../happened-at.ts';
import { asMessageIdHint } from '../message-id-hint.ts';
import { parseJson } from '../parse-json.ts';
import { CallbackParseError } from '../provider.ts';
import { meaningOf } from './event-meanings.ts';

/** SendGrid posts when 768 KB are together, which are some thousands of events. */
const MAX_EVENTS = 10_000;
/** Custom arguments make a request of that size as dense as JSON can be: a byte of each two is a value. */
const MAX_VALUES = 400_000;
const MAX_DETAIL_BYTES = 1024;

// What is not as documented counts as absent: an event must never be lost for a detail.
const text = z.string().optional().catch(undefined);
const id = z
  .string()
  .regex(/^[\x21-\x7e]{1,256}$/)
  .optional()
  .catch(undefined);

const eventSchema = z.object({
  event: z.string().regex(/^[\w.-]{1,64}$/),
  sg_event_id: id,
  sg_message_id: id,
  email: text,
  timestamp: z.number().optional().catch(undefined),
  reason: text,
  status: text,
  type: text,
  bounce_classification: text,
  response: text,
  url: text,
  sg_machine_open: z.boolean().optional().catch(undefined),
  /** A custom argument of the sender: these stand beside SendGrid's own fields. */
  message_id: z.unknown().optional(),
});
type SendGridEvent = z.infer<typeof eventSchema>;

/** Events of mails that we sent through SendGrid, many in one request. @throws CallbackParseError */
export function parseSendGridEvents(request: VerifiedRequest): StatusReports {
  const known = new Set<string>();
  const entryOf = new Map<StatusReport, unknown>();
  const unreadable: unknown[] = [];
  for (const entry of readEntries(request)) {
    const { data: event } = eventSchema.safeParse(entry);
    if (event === undefined) {
      unreadable.push(entry);
      continue;
    }
    const report = toReport(request, entry, event);
    if (!known.has(report.eventId)) entryOf.set(report, entry);
    known.add(report.eventId);
  }
  return {
    reports: [...entryOf.keys()],
    unreadable: unreadable.length,
    bodyOf: (reports) => bodyOf(reports.map((report) => entryOf.get(report))),
    unreadableBody: bodyOf(unreadable),
  };
}

const bodyOf = (entries: readonly unknown[]): Uint8Array => Buffer.from(JSON.stringify(entries));

function readEntries({ rawBody }: VerifiedRequest): unknown[] {
  const { data: entries } = z.array(z.unknown()).safeParse(parseJson(rawBody, MAX_VALUES));
  if (entries === undefined) throw new CallbackParseError('The body is not an array of events.');
  if (entries.length > MAX_EVENTS) {
    throw new CallbackParseError(`The body has ${entries.length} events; at most ${MAX_EVENTS} are taken.`);
  }
  return entries;
}

/** SendGrid says to tell repeats by `sg_event_id`. One without is told by what it says. */
const digestOf = (entry: unknown): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(entry)).digest('hex')}`;

function toReport(request: VerifiedRequest, entry: unknown, event: SendGridEvent): StatusReport {
  const recipient = asMailbox(event.email);
  return {
    provider: 'sendgrid',
    eventId: event.sg_event_id ?? digestOf(entry),
    externalId: PROVIDERS.sendgrid.normalizeExternalId(event.sg_message_id ?? ''),
    messageIdHint: asMessageIdHint(event.message_id),
    channel: 'email',
    recipients: recipient === undefined ? [] : [recipient],
    account: request.account,
    ...meaningOf(event.event, event.type),
    rawStatus: event.event,
    errorCode: errorCodeOf(event),
    occurredAt: happenedAt((event.timestamp ?? Number.NaN) * 1000, request),
    receivedAt: request.receivedAt,
    details: detailsOf(event),
  };
}

/** The mail server's, such as 5.1.1; for what SendGrid did not send, its reason. */
function errorCodeOf({ event, status, type, reason }: SendGridEvent): string | undefined {
  const code = event === 'dropped' ? reason : event === 'bounce' ? status || type : undefined;
  // A cut may go through a character.
  return code?.slice(0, 128).toWellFormed() || undefined;
}

/** Why, and which link; not from which address and browser. */
function detailsOf(event: SendGridEvent): Record<string, unknown> {
  const { cut } = createCutter();
  const texts = Object.entries({
    bounce_type: event.event === 'bounce' ? event.type : undefined,
    bounce_classification: event.bounce_classification,
    reason: event.reason,
    response: event.response,
    link: event.url,
  });
  return {
    ...Object.fromEntries(
      texts.flatMap(([key, value]) => (value ? [[key, cut(key, value, MAX_DETAIL_BYTES)]] : [])),
    ),
    // Apple's Mail loads pictures whether or not anybody reads.
    ...(event.sg_machine_open === undefined ? {} : { machine_open: event.sg_machine_open }),
  };
}
