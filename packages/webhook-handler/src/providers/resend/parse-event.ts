import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { CallbackRequest } from '../../callback-request.ts';
import { firstMailbox } from '../../mail/mailboxes-in.ts';
import type { StatusReport } from '../../statuses/status-report.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { createCutter } from '../cut-text.ts';
import { happenedAt } from '../happened-at.ts';
import { asMessageIdHint } from '../message-id-hint.ts';
import { parseJson } from '../parse-json.ts';
import { CallbackParseError } from '../provider.ts';
import { meaningOf } from './event-meanings.ts';
import { hasSvixSignature } from './verify.ts';

const MAX_DETAIL_BYTES = 1024;

// What is not as documented counts as absent: an event must never be lost for a detail.
const text = z.string().optional().catch(undefined);
const id = z.string().min(1).max(256).optional().catch(undefined);
const mailboxes = z
  .union([z.array(z.string()), z.string().transform((mailbox) => [mailbox])])
  .optional()
  .catch(undefined);
/** An object; other senders have a list of names and values. */
const pairs = z
  .union([z.array(z.object({ name: z.string(), value: z.string() })), z.record(z.string(), z.unknown())])
  .optional()
  .catch(undefined);

const eventSchema = z.object({
  type: z.string().min(1).max(128),
  created_at: text,
  data: z
    .object({
      email_id: id,
      id,
      to: mailboxes,
      cc: mailboxes,
      bcc: mailboxes,
      tags: pairs,
      headers: pairs,
      bounce: z.object({ message: text, type: text, subType: text }).optional().catch(undefined),
      click: z.object({ link: text }).optional().catch(undefined),
      failed: z.object({ reason: text }).optional().catch(undefined),
      suppressed: z.object({ message: text, type: text }).optional().catch(undefined),
    })
    .catch({}),
});
type ResendEvent = z.infer<typeof eventSchema>;
type Named = ResendEvent['data']['tags'];

/** Events of mails that we sent through Resend. @throws CallbackParseError */
export function parseResendEvent(request: VerifiedRequest): StatusReport {
  const event = readEvent(request.rawBody);
  const { type, data } = event;
  return {
    provider: 'resend',
    eventId: eventIdOf(request),
    externalId: externalIdOf(event),
    messageIdHint: messageIdIn(event),
    channel: 'email',
    recipients: recipientsOf(event),
    account: request.account,
    ...meaningOf(type, data.bounce?.type),
    rawStatus: type,
    errorCode: errorCodeOf(event),
    occurredAt: happenedAt(Date.parse(event.created_at ?? ''), request),
    receivedAt: request.receivedAt,
    details: detailsOf(event),
  };
}

/** Other senders have it as `id`, which at Resend names a contact, a domain and the like: these are about no message. */
const externalIdOf = ({ type, data }: ResendEvent): string =>
  data.email_id ?? (type.startsWith('email.') ? data.id : undefined) ?? '';

function readEvent(rawBody: Uint8Array): ResendEvent {
  const parsed = eventSchema.safeParse(parseJson(rawBody));
  if (!parsed.success) throw new CallbackParseError('The body is not an event with a type.');
  return parsed.data;
}

/** `svix-id` stays the same over all retries. Without a Svix signature nobody vouches for it, only for the body. */
function eventIdOf({ headers, rawBody }: CallbackRequest): string {
  const id = headers['svix-id'];
  if (id !== undefined && id !== '' && id.length <= 256 && hasSvixSignature(headers)) return id;
  return `sha256:${createHash('sha256').update(rawBody).digest('hex')}`;
}

/** Resend sends a mail to 50 at most. */
const MAX_RECIPIENTS = 50;

function recipientsOf({ data: { to = [], cc = [], bcc = [] } }: ResendEvent): string[] {
  const mailboxes = [...to, ...cc, ...bcc]
    .slice(0, 3 * MAX_RECIPIENTS)
    .flatMap((each) => firstMailbox(each) ?? []);
  return [...new Set(mailboxes)].slice(0, MAX_RECIPIENTS);
}

/** From the body only, which is what the signature covers: of the request's headers it is just three of Svix. */
function messageIdIn({ data }: ResendEvent): string | undefined {
  const candidates = [valueNamed(data.tags, 'message_id'), valueNamed(data.headers, 'x-message-id')];
  return candidates.map(asMessageIdHint).find((id) => id !== undefined);
}

function valueNamed(values: Named, wanted: string): unknown {
  const entries = Array.isArray(values)
    ? values.map(({ name, value }) => [name, value] as const)
    : Object.entries(values ?? {});
  return entries.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function errorCodeOf({ data: { bounce, failed, suppressed } }: ResendEvent): string | undefined {
  const code =
    [bounce?.type, bounce?.subType].filter(Boolean).join('.') || failed?.reason || suppressed?.type;
  return code?.slice(0, 128).toWellFormed();
}

/** Why, and which link; not from which address and browser. */
function detailsOf({ data: { bounce, click, failed, suppressed } }: ResendEvent): Record<string, string> {
  const { cut } = createCutter();
  const entries = Object.entries({
    bounce_type: bounce?.type,
    bounce_sub_type: bounce?.subType,
    reason: bounce?.message ?? failed?.reason ?? suppressed?.message,
    suppression_type: suppressed?.type,
    link: click?.link,
  });
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (value ? [[key, cut(key, value, MAX_DETAIL_BYTES)]] : [])),
  );
}
