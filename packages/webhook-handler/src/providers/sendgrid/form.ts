import * as z from 'zod';
import { decodeText } from '../../mail/decode-text.ts';
import type { Mail } from '../../mail/mail.ts';
import { withoutBrackets } from '../../mail/read-raw-mail.ts';
import type { FormPart } from './form-parts.ts';

const text = z.string().optional().catch(undefined);
const charsetsSchema = z.record(z.string(), z.unknown()).catch({});
const envelopeSchema = z.object({
  /** Empty for a bounce: nobody may be answered. */
  from: text,
  to: z.array(z.unknown()).catch([]),
});
const attachmentInfoSchema = z
  .record(z.string(), z.object({ filename: text, name: text, type: text, 'content-id': text }).catch({}))
  .catch({});

export type Envelope = { readonly from: string | undefined; readonly to: readonly string[] };

export type SendGridForm = {
  readonly bytes: (field: string) => Uint8Array | undefined;
  /** Decoded in the field's own charset; empty when there is none. */
  readonly text: (field: string) => string;
  readonly envelope: Envelope | undefined;
  readonly attachments: Mail['attachments'];
  /** Fields that came twice with different content. */
  readonly repeated: readonly string[];
};

/** Gives the parts of an Inbound Parse form their meaning. Of a repeated field the first counts. */
export function readSendGridForm(parts: readonly FormPart[]): SendGridForm {
  const fields = new Map<string, FormPart>();
  const repeated = new Set<string>();
  for (const part of parts.filter(({ isFile }) => !isFile)) {
    const first = fields.get(part.name);
    if (first === undefined) fields.set(part.name, part);
    else if (Buffer.compare(first.bytes, part.bytes) !== 0) repeated.add(part.name);
  }
  const bytes = (field: string) => fields.get(field)?.bytes;
  const json = (field: string) => parseJson(decodeText(bytes(field) ?? new Uint8Array(), 'utf-8'));
  const charsets = new Map(Object.entries(charsetsSchema.parse(json('charsets'))));
  const charsetOf = (field: string) => {
    const charset = charsets.get(field);
    return typeof charset === 'string' ? charset : undefined;
  };
  const envelope = envelopeSchema.safeParse(json('envelope')).data;
  return {
    bytes,
    text: (field) => decodeText(bytes(field) ?? new Uint8Array(), charsetOf(field)),
    envelope: envelope && { from: envelope.from, to: envelope.to.filter((to) => typeof to === 'string') },
    attachments: describeFiles(parts, json('attachment-info')),
    repeated: [...repeated],
  };
}

/** What SendGrid says about a file goes before what the part says: it kept the mail's own names and types. */
function describeFiles(parts: readonly FormPart[], info: unknown): Mail['attachments'] {
  const infos = new Map(Object.entries(attachmentInfoSchema.parse(info)));
  const files = parts.filter(({ isFile }) => isFile);
  return files.map(({ name, filename, contentType, sizeBytes }) => {
    const known = infos.get(name);
    const id = known?.['content-id'];
    const shownName = known?.filename || known?.name || filename;
    return {
      content_type: known?.type || contentType,
      size_bytes: sizeBytes,
      ...(shownName ? { filename: shownName } : {}),
      ...(id ? { content_id: withoutBrackets(id) } : {}),
    };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
