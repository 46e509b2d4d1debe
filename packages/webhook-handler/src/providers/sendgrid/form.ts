import * as z from 'zod';
import { decodeText } from '../../mail/decode-text.ts';
import type { Mail } from '../../mail/mail.ts';
import { withoutBrackets } from '../../mail/read-raw-mail.ts';
import { parseJson } from '../parse-json.ts';
import { CallbackParseError } from '../provider.ts';
import type { FormPart, FormParts } from './form-parts.ts';

const text = z.string().optional().catch(undefined);
const texts = z.record(z.string(), z.unknown()).catch({});
const envelopeSchema = z.object({
  /** Empty for a bounce: nobody may be answered. */
  from: text,
  to: z.array(z.unknown()).catch([]),
});
const attachmentInfoSchema = z
  .record(z.string(), z.object({ filename: text, name: text, type: text, 'content-id': text }).catch({}))
  .catch({});

/** Made of the mail's content, which may be long; SendGrid itself writes the others. */
const PARSED = ['headers', 'text', 'html'];
const OTHERS = ['dkim', 'SPF', 'to', 'from', 'cc', 'subject', 'sender_ip', 'envelope', 'charsets', 'email'];
const ABOUT_SPAM_AND_FILES = ['spam_score', 'spam_report', 'attachments', 'attachment-info', 'content-ids'];
const KNOWN = new Set([...PARSED, ...OTHERS, ...ABOUT_SPAM_AND_FILES]);

/** What SendGrid's form never has, and what a mail has that imitates one. */
const IMITATIONS = ['repeated_field', 'early_end', 'bytes_outside', 'raw_beside_parsed'];

export type Envelope = { readonly from: string | undefined; readonly to: readonly string[] };

export type SendGridForm = {
  readonly bytes: (field: string) => Uint8Array | undefined;
  /** Decoded in the field's own charset; empty when there is none. */
  readonly text: (field: string) => string;
  readonly charsetOf: (field: string) => string | undefined;
  readonly envelope: Envelope | undefined;
  readonly attachments: Mail['attachments'];
  readonly isRaw: boolean;
  readonly repeated: readonly string[];
  readonly anomalies: readonly string[];
  /** Whether fields may be the mail's own text: then none says or proves who sent it. */
  readonly isImitated: boolean;
};

/**
 * Gives the parts of an Inbound Parse form their meaning. SendGrid's boundary is a fixed word, so a mail's text can
 * imitate fields before and after it. Of a repeated field the first counts.
 *
 * @throws CallbackParseError for two envelopes: nobody knows which of them is the mail's
 */
export function readSendGridForm({ parts, endsEarly, hasBytesOutside }: FormParts): SendGridForm {
  const { fields, repeated } = fieldsOf(parts);
  const bytes = (field: string) => fields.get(field);
  const charsets = new Map(Object.entries(texts.parse(jsonOf(bytes('charsets')))));
  const charsetOf = (field: string) => z.string().safeParse(charsets.get(field)).data;
  const envelope = envelopeSchema.safeParse(jsonOf(bytes('envelope'))).data;
  const isParsed = PARSED.some((field) => fields.has(field));
  const files = parts.filter(({ isFile }) => isFile);
  const fileCount = Number(decodeText(bytes('attachments') ?? new Uint8Array(), undefined) || files.length);
  const anomalies = namesOf({
    repeated_field: repeated.size > 0,
    unknown_field: [...fields.keys()].some((name) => !KNOWN.has(name)),
    early_end: endsEarly,
    bytes_outside: hasBytesOutside,
    raw_beside_parsed: isParsed && fields.has('email'),
    file_count: fileCount !== files.length,
    envelope_unreadable: fields.has('envelope') && envelope === undefined,
  });
  return {
    bytes,
    text: (field) => decodeText(bytes(field) ?? new Uint8Array(), charsetOf(field)),
    charsetOf,
    envelope: envelope && { from: envelope.from, to: envelope.to.filter((to) => typeof to === 'string') },
    attachments: describeFiles(files, jsonOf(bytes('attachment-info')), jsonOf(bytes('content-ids'))),
    isRaw: fields.has('email') && !isParsed,
    repeated: [...repeated],
    anomalies,
    isImitated: anomalies.some((name) => IMITATIONS.includes(name)),
  };
}

function fieldsOf(parts: readonly FormPart[]) {
  const fields = new Map<string, Uint8Array>();
  const repeated = new Set<string>();
  for (const { name, bytes } of parts.filter(({ isFile }) => !isFile)) {
    const first = fields.get(name);
    if (first === undefined) fields.set(name, bytes);
    else repeated.add(name);
    if (name === 'envelope' && first !== undefined && Buffer.compare(first, bytes) !== 0) {
      throw new CallbackParseError('The form has two envelopes that differ: the mail imitates the form.');
    }
  }
  return { fields, repeated };
}

const namesOf = (flags: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []));

/** What SendGrid says about a file goes before what the part says: it kept the mail's own names and types. */
function describeFiles(files: readonly FormPart[], info: unknown, contentIds: unknown): Mail['attachments'] {
  const infos = new Map(Object.entries(attachmentInfoSchema.parse(info)));
  const idOf = new Map(Object.entries(texts.parse(contentIds)).map(([id, name]) => [name, id]));
  return files.map(({ name, filename, contentType, bytes }) => {
    const known = infos.get(name);
    const id = known?.['content-id'] || idOf.get(name);
    const shownName = known?.filename || known?.name || filename;
    return {
      content_type: known?.type || contentType,
      size_bytes: bytes.length,
      ...(shownName ? { filename: shownName } : {}),
      ...(id ? { content_id: withoutBrackets(id) } : {}),
    };
  });
}

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : parseJson(bytes);
  } catch {
    return undefined;
  }
}
