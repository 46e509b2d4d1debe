import type { Attachment, Email } from 'postal-mime';
import { CallbackParseError } from '../providers/provider.ts';
import type { Mail } from './mail.ts';
import { MailParser } from './mail-parser.ts';

/** Far more than a mail needs, and less than it takes to keep a function busy. */
const MAX_HEADER_BYTES = 512 * 1024;

/** @throws CallbackParseError for headers or nesting beyond all reason */
export async function readRawMail(bytes: Uint8Array): Promise<Mail> {
  const email = await parse(bytes);
  return {
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    headers: headersOf(email),
    attachments: email.attachments.map(describe),
  };
}

/** The headers of a header block alone, as the parsed form has it. One that is too large is read as far as it may be. */
export async function readHeaderBlock(bytes: Uint8Array): Promise<Pick<Mail, 'headers'> & { cut: boolean }> {
  const cut = bytes.byteLength > MAX_HEADER_BYTES;
  const kept = bytes.subarray(0, MAX_HEADER_BYTES);
  // The last header may be cut through: it is left out.
  const whole = cut ? kept.subarray(0, Math.max(kept.lastIndexOf(0x0a), 0)) : kept;
  const start = whole.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
  return { headers: headersOf(await parse(whole.subarray(Math.max(start, 0)))), cut };
}

async function parse(bytes: Uint8Array): Promise<Email> {
  try {
    return await new MailParser({ maxHeadersSize: MAX_HEADER_BYTES }).parse(bytes);
  } catch (cause) {
    throw new CallbackParseError('The mail is not MIME that can be read.', { cause });
  }
}

const headersOf = ({ headers }: Email): Mail['headers'] => headers.map(({ key, value }) => [key, value]);

function describe({ filename, mimeType, contentId, content }: Attachment): Mail['attachments'][number] {
  return {
    content_type: mimeType,
    size_bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
    ...(filename ? { filename } : {}),
    ...(contentId ? { content_id: withoutBrackets(contentId) } : {}),
  };
}

export const withoutBrackets = (id: string): string => id.trim().replace(/^<(.*)>$/, '$1');
