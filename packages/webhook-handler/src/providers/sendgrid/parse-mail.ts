import { createHash } from 'node:crypto';
import type { InboundMessage, Media } from '@switchyard/core/conversations';
import { decodeWords } from '../../mail/decode-words.ts';
import { htmlToText } from '../../mail/html-to-text.ts';
import { isAutomaticMail } from '../../mail/is-automatic-mail.ts';
import { headerOf, type Mail } from '../../mail/mail.ts';
import { asMailbox } from '../../mail/mailbox.ts';
import { firstMailbox, mailboxesIn } from '../../mail/mailboxes-in.ts';
import { splitEntity } from '../../mail/read-head.ts';
import { readHeaderBlock, readRawMail } from '../../mail/read-raw-mail.ts';
import { threadingOf } from '../../mail/threading.ts';
import type { VerifiedRequest } from '../../verified-request.ts';
import { type Cutter, createCutter } from '../cut-text.ts';
import { CallbackParseError } from '../provider.ts';
import { requireValidMessage } from '../require-valid-message.ts';
import { authenticate, isProven } from './authentication.ts';
import { readSendGridForm, type SendGridForm } from './form.ts';
import { readFormParts } from './form-parts.ts';

// Together with the rest below 350 KB: an item has at most 400 KB, of which the message is not all.
const MAX_TEXT_BYTES = 96 * 1024;
const MAX_HTML_BYTES = 128 * 1024;
/** Characters of html that are made into text: more markup than that hardly leaves text within the limit. */
const MAX_CONVERTED = 1024 * 1024;
const MAX_LINE_BYTES = 2 * 1024;
const MAX_ATTACHMENTS = 100;
const MAX_NAME_BYTES = 255;
const MAX_RECIPIENTS = 50;
/** A mail has one; more than that prove nobody. */
const MAX_AUTHOR_HEADERS = 10;
/** RFC 5321's null sender, for a mail that says nowhere whom it is from. */
const NOBODY = '<>';
const NOTHING = new Uint8Array();

/** Mails that SendGrid's Inbound Parse brings, in its parsed and its raw form. @throws CallbackParseError */
export function parseSendGridMail(request: VerifiedRequest): InboundMessage {
  const form = readSendGridForm(readFormParts(request.headers['content-type'], request.rawBody));
  const cutter = createCutter();
  const mail = readMail(form, cutter);
  const { envelope } = form;
  const recipients = recipientsOf(form, cutter);
  const [to = firstMailbox(headerOf(mail, 'to')) ?? firstMailbox(form.text('to')) ?? ''] = recipients;
  const authors = authorsOf(mail, form);
  const headerFrom = form.isImitated ? undefined : authors[0];
  const from = asMailbox(envelope?.from) ?? headerFrom ?? NOBODY;
  if (from === NOBODY && to === '') {
    throw new CallbackParseError('The form says neither whom the mail is from nor whom it is to.');
  }
  const authentication = authenticate({ mail, form, authors, cutter });
  const message = {
    provider: 'sendgrid' as const,
    providerId: providerIdOf(mail, form, request.rawBody),
    contentHash: contentHashOf(mail, form),
    channel: 'email' as const,
    from,
    to,
    ...(recipients.length === 0 ? {} : { recipients }),
    ...(headerFrom === undefined ? {} : { headerFrom }),
    senderProof: isProven(authentication, from) ? ('proven' as const) : ('unproven' as const),
    authentication,
    body: cutter.cut('body', mail.text.trim() === '' ? textOfHtml(mail.html) : mail.text, MAX_TEXT_BYTES),
    media: mediaOf(mail, cutter),
    receivedAt: request.receivedAt,
    details: detailsOf({ mail, form, recipients, author: authors[0], cutter }),
  };
  return requireValidMessage({ ...message, truncated: cutter.names() });
}

type DetailsInput = {
  readonly mail: Mail;
  readonly form: SendGridForm;
  readonly recipients: readonly string[];
  readonly author: string | undefined;
  readonly cutter: Cutter;
};

function detailsOf({ mail, form, recipients, author, cutter }: DetailsInput): InboundMessage['details'] {
  return {
    subject: cutter.cut('subject', mail.subject, MAX_LINE_BYTES),
    ...(mail.html === '' ? {} : { html: cutter.cut('html', mail.html, MAX_HTML_BYTES) }),
    ...threadingOf(mail, cutter),
    ...(author === undefined ? {} : { header_from: author }),
    ...headerDetails(mail, form, cutter),
    recipients,
    ...(isAutomaticMail(mail, form.envelope?.from) ? { auto_submitted: true } : {}),
    ...verdictsOf(form, cutter),
    ...(form.repeated.length === 0 ? {} : { repeated_fields: repeatedFields(form, cutter) }),
  };
}

/** Those of the From header, of which a mail has one. */
function authorsOf(mail: Mail, form: SendGridForm): string[] {
  const headers = mail.headers.filter(([name]) => name === 'from').slice(0, MAX_AUTHOR_HEADERS);
  const inHeaders = [...new Set(headers.flatMap(([, value]) => mailboxesIn(value)))];
  return inHeaders.length > 0 ? inHeaders : mailboxesIn(form.text('from'));
}

/** Each once, in the envelope's order. */
function recipientsOf({ envelope }: SendGridForm, cutter: Cutter): string[] {
  const recipients = [...new Set((envelope?.to ?? []).flatMap((to) => asMailbox(to) ?? []))];
  if (recipients.length > MAX_RECIPIENTS) cutter.mark('recipients');
  return recipients.slice(0, MAX_RECIPIENTS);
}

/** From the mail itself where SendGrid was told to send it raw, otherwise from the fields made of it. */
function readMail(form: SendGridForm, cutter: Cutter): Mail {
  if (form.isRaw) {
    const mail = readRawMail(form.bytes('email') ?? NOTHING);
    return { ...mail, subject: mail.subject || form.text('subject') };
  }
  const { headers, cut } = readHeaderBlock(form.bytes('headers') ?? NOTHING, form.charsetOf('headers'));
  if (cut) cutter.mark('headers');
  const fields = { subject: form.text('subject'), text: form.text('text'), html: form.text('html') };
  return { ...fields, headers, attachments: form.attachments };
}

const textOfHtml = (html: string): string => htmlToText(html.slice(0, MAX_CONVERTED));

function headerDetails(mail: Mail, form: SendGridForm, cutter: Cutter): Record<string, string> {
  const entries = Object.entries({
    from_text: form.text('from') || headerOf(mail, 'from'),
    to_text: form.text('to') || headerOf(mail, 'to'),
    cc_text: form.text('cc') || headerOf(mail, 'cc'),
    reply_to: firstMailbox(headerOf(mail, 'reply-to')),
    date: headerOf(mail, 'date'),
  });
  return Object.fromEntries(
    entries.flatMap(([key, value]) =>
      value ? [[key, cutter.cut(key, decodeWords(value), MAX_LINE_BYTES)]] : [],
    ),
  );
}

/** What SendGrid found out about the sender, in its words. */
function verdictsOf(form: SendGridForm, cutter: Cutter): Record<string, string> {
  if (form.isImitated) return {};
  const fields = { spf: 'SPF', dkim: 'dkim', sender_ip: 'sender_ip', spam_score: 'spam_score' };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, field]) => {
      const value = form.text(field);
      return value === '' ? [] : [[key, cutter.cut(key, value, MAX_LINE_BYTES)]];
    }),
  );
}

const repeatedFields = ({ repeated }: SendGridForm, cutter: Cutter): string[] =>
  repeated.slice(0, MAX_RECIPIENTS).map((name) => cutter.cut('repeated_fields', name, MAX_NAME_BYTES));

function mediaOf({ attachments }: Mail, cutter: Cutter): Media[] {
  if (attachments.length > MAX_ATTACHMENTS) cutter.mark('media');
  const cut = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : cutter.cut('media', text, MAX_NAME_BYTES);
  return attachments.slice(0, MAX_ATTACHMENTS).map(({ filename, content_type, content_id, size_bytes }) => ({
    filename: cut(filename),
    content_type: cut(content_type),
    content_id: cut(content_id),
    size_bytes,
  }));
}

/**
 * A hash, so that it is short whatever the mail says and names nobody: of the mail's id and its envelope. The
 * envelope's sender belongs to it, or a stranger who knows a mail's id could send it first and have the mail dropped.
 */
function providerIdOf(mail: Mail, { envelope }: SendGridForm, rawBody: Uint8Array): string {
  const messageId = headerOf(mail, 'message-id');
  const hash = createHash('sha256');
  if (messageId === undefined) return `sha256:${hash.update(rawBody).digest('hex')}`;
  const parts = [messageId.trim(), envelope?.from?.toLowerCase() ?? '', ...(envelope?.to ?? []).toSorted()];
  return `mail:${hash.update(JSON.stringify(parts)).digest('hex')}`;
}

/** As it came, before any decoding, so that no later version takes a repeat for another mail. */
function contentHashOf({ attachments }: Mail, form: SendGridForm): string {
  const raw = form.isRaw ? [splitEntity(form.bytes('email') ?? NOTHING).content] : [];
  const fields = form.isRaw ? raw : ['subject', 'text', 'html'].map((field) => form.bytes(field) ?? NOTHING);
  const files = form.isRaw ? [] : attachments.map(({ size_bytes }) => size_bytes);
  const hash = createHash('sha256').update(JSON.stringify([fields.map(({ length }) => length), files]));
  for (const field of fields) hash.update(field);
  return hash.digest('base64url').slice(0, 22);
}
