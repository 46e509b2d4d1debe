import { CallbackTooComplexError } from '../providers/provider.ts';
import { decodeText } from './decode-text.ts';
import { decodeWords } from './decode-words.ts';
import { htmlToText } from './html-to-text.ts';
import { headerOf, type Mail } from './mail.ts';
import { countLines, type Head, readHead, splitEntity } from './read-head.ts';
import { splitMultipart } from './split-multipart.ts';
import { decodeTransferEncoding } from './transfer-encoding.ts';

// Far more than a mail needs, and less than it takes to keep a function busy.
const MAX_HEADER_BYTES = 512 * 1024;
const MAX_HEADER_LINES = 20_000;
const MAX_PARTS = 1_000;
const MAX_DEPTH = 30;
/** Much longer than any boundary: RFC 2046 allows 70. */
const MAX_BOUNDARY = 250;
/** Characters of one text, and of all html that is made into text; several times what is kept. */
const MAX_TEXT = 1024 * 1024;

/** What is left of what a mail may have, and what came of it so far. */
type Reading = {
  parts: number;
  headerBytes: number;
  headerLines: number;
  /** Alternatives of one text are one entry, each other text is one of its own. */
  readonly texts: { readonly plain: string[]; readonly html: string[] }[];
  readonly attachments: Mail['attachments'][number][];
};
type Place = { readonly depth: number; readonly alternative?: Reading['texts'][number] | undefined };

/** @throws CallbackTooComplexError for headers, parts or nesting beyond all reason */
export function readRawMail(bytes: Uint8Array): Mail {
  const reading: Reading = { parts: 0, headerBytes: 0, headerLines: 0, texts: [], attachments: [] };
  const { headers } = readPart(reading, bytes, 'text/plain', { depth: 0 });
  const { texts, attachments } = reading;
  const hasPlain = texts.some(({ plain }) => plain.length > 0);
  let left = MAX_TEXT;
  const asPlain = (html: string): string => {
    const converted = html.slice(0, left);
    left -= converted.length;
    return htmlToText(converted);
  };
  return {
    subject: decodeWords(headerOf({ headers }, 'subject') ?? ''),
    text: hasPlain
      ? texts.flatMap(({ plain, html }) => (plain.length > 0 ? plain : html.map(asPlain))).join('\n')
      : '',
    html: texts.flatMap(({ html }) => html).join('\n'),
    headers,
    attachments,
  };
}

/** The headers of a header block alone, as the parsed form has it. One that is too large is read as far as it may be. */
export function readHeaderBlock(
  bytes: Uint8Array,
  charset?: string,
): Pick<Mail, 'headers'> & { cut: boolean } {
  const start = bytes.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
  const { head } = splitEntity(bytes.subarray(Math.max(start, 0)));
  const kept = head.subarray(0, endOfKept(head));
  return { headers: readHead(kept, charset).headers, cut: kept.length < head.length };
}

/** After the last whole line that may be kept. */
function endOfKept(head: Uint8Array): number {
  let end = 0;
  for (let lines = 0; lines < MAX_HEADER_LINES; lines += 1) {
    const lineEnd = head.indexOf(0x0a, end);
    const next = lineEnd === -1 ? head.length : lineEnd + 1;
    if (next > MAX_HEADER_BYTES || next === end) break;
    end = next;
  }
  return end;
}

function readPart(reading: Reading, bytes: Uint8Array, defaultType: string, place: Place): Head {
  const { head: block, content } = splitEntity(bytes);
  reading.parts += 1;
  reading.headerBytes += block.length;
  requireSane(
    reading.parts <= MAX_PARTS && place.depth <= MAX_DEPTH && reading.headerBytes <= MAX_HEADER_BYTES,
  );
  reading.headerLines += countLines(block);
  requireSane(reading.headerLines <= MAX_HEADER_LINES);
  const head = readHead(block);
  const type = head.headers.some(([name]) => name === 'content-type') ? head.type : defaultType;
  const parts = partsOf(type, head, content, MAX_PARTS - reading.parts);
  if (parts.length > 0) {
    const alternative = type === 'multipart/alternative' ? addText(reading) : place.alternative;
    const childType = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    for (const part of parts) readPart(reading, part, childType, { depth: place.depth + 1, alternative });
  } else if (
    head.disposition.value !== 'attachment' &&
    /^(?:text\/(?:plain|html)|multipart\/.*)?$/.test(type)
  ) {
    const kind = type === 'text/html' ? 'html' : 'plain';
    (place.alternative ?? addText(reading))[kind].push(textOf(head, content));
  } else reading.attachments.push(describe(type, head, content));
  return head;
}

function addText({ texts }: Reading): Reading['texts'][number] {
  const text = { plain: [], html: [] };
  texts.push(text);
  return text;
}

/** None for what is no multipart, or one in which its boundary does not occur. */
function partsOf(type: string, { parameters }: Head, content: Uint8Array, maxParts: number) {
  const { boundary = '' } = parameters;
  if (!type.startsWith('multipart/') || boundary === '' || boundary.length > MAX_BOUNDARY) return [];
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const multipart = splitMultipart(bytes, boundary, { exact: false, maxParts });
  requireSane(multipart !== undefined);
  return multipart.parts;
}

function textOf({ parameters, transferEncoding }: Head, content: Uint8Array): string {
  const decoded = decodeText(decodeTransferEncoding(content, transferEncoding), parameters.charset);
  const text = decoded.slice(0, MAX_TEXT).replace(/\r\n?/g, '\n');
  if (!/^flowed$/i.test(parameters.format ?? '')) return text;
  const softBreak = /^yes$/i.test(parameters.delsp ?? '') ? '' : ' ';
  // RFC 3676: a line that ends in a space goes on in the next; one that begins with a space has it to spare.
  return text.replace(/^ /gm, '').replace(/^-- \n| \n(?!>)/gm, (end) => (end.length > 2 ? end : softBreak));
}

function describe(type: string, head: Head, content: Uint8Array): Mail['attachments'][number] {
  const filename = head.disposition.parameters.filename || head.parameters.name;
  return {
    content_type: type,
    size_bytes: decodeTransferEncoding(content, head.transferEncoding).length,
    ...(filename ? { filename: decodeWords(filename) } : {}),
    ...(head.contentId ? { content_id: withoutBrackets(head.contentId) } : {}),
  };
}

export const withoutBrackets = (id: string): string => id.trim().replace(/^<(.*)>$/, '$1');

function requireSane(isWithinLimits: boolean): asserts isWithinLimits {
  if (isWithinLimits) return;
  throw new CallbackTooComplexError(
    `The mail has more than ${MAX_PARTS} parts, ${MAX_DEPTH} levels, ${MAX_HEADER_LINES} lines or ${MAX_HEADER_BYTES} bytes of headers.`,
  );
}
