import { isUtf8 } from 'node:buffer';
import PostalMime from 'postal-mime';
import { decodeText } from './decode-text.ts';
import type { Mail } from './mail.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Head and content of a mail, or of a part of one or of a form. */
export type Entity = { readonly head: Uint8Array; readonly content: Uint8Array };

export type Head = Pick<Mail, 'headers'> & {
  /** In lower case; `text/plain` where it is not said. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly disposition: { readonly value: string; readonly parameters: Readonly<Record<string, string>> };
  readonly transferEncoding: string;
  readonly contentId: string | undefined;
};

type Structured = { readonly value: string; readonly params: Readonly<Record<string, string>> };

/**
 * postal-mime's grammar of headers, and nothing else of it: it keeps objects for each line of a body.
 *
 * These are internals. Should they change, nearly every test of mails says so.
 */
class HeaderReader extends PostalMime {
  declare readonly root: {
    headerLines: string[];
    readonly processHeaders: () => void;
    readonly headers: readonly { readonly key: string; readonly value: string }[];
    readonly contentType: { readonly parsed: Structured };
    readonly contentDisposition: { readonly parsed: Structured };
    readonly contentTransferEncoding: { readonly encoding: string };
    readonly contentId?: string;
  };
}

/** At the first empty line; without one everything is head. */
export function splitEntity(bytes: Uint8Array): Entity {
  for (let start = 0; start < bytes.length; ) {
    const isEmpty = bytes[start] === LF || (bytes[start] === CR && bytes[start + 1] === LF);
    const lineEnd = bytes.indexOf(LF, start);
    if (isEmpty) return { head: bytes.subarray(0, start), content: bytes.subarray(lineEnd + 1) };
    if (lineEnd === -1) break;
    start = lineEnd + 1;
  }
  return { head: bytes, content: bytes.subarray(bytes.length) };
}

export const countLines = (bytes: Uint8Array): number => {
  let lines = 1;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines += 1;
  return lines;
};

/** @param head of bounded size: what is made of it takes many times as much */
export function readHead(head: Uint8Array, charset?: string): Head {
  const { root } = new HeaderReader();
  root.headerLines = linesOf(head, charset);
  root.processHeaders();
  const { contentType, contentDisposition, contentTransferEncoding, contentId } = root;
  return {
    headers: root.headers.map(({ key, value }) => [key, value]),
    type: contentType.parsed.value,
    parameters: contentType.parsed.params,
    disposition: {
      value: contentDisposition.parsed.value.toLowerCase(),
      parameters: contentDisposition.parsed.params,
    },
    transferEncoding: contentTransferEncoding.encoding,
    contentId,
  };
}

/** One charset for all where they are UTF-8; otherwise each by itself, for programs write theirs in different ones. */
function linesOf(head: Uint8Array, charset: string | undefined): string[] {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  if (isUtf8(bytes) && !bytes.includes('\x1b$')) return withoutReturns(bytes.toString('utf8'));
  return withoutReturns(bytes.toString('latin1')).map((line) => {
    if (!NOT_ASCII.test(line)) return line;
    // Never the name: in another charset it could become one that nobody else sees.
    const value = Math.max(line.indexOf(':') + 1, 1);
    return line.slice(0, value) + decodeText(Buffer.from(line.slice(value), 'latin1'), charset);
  });
}

const NOT_ASCII = /[^\t\r\x20-\x7e]/;

const withoutReturns = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => line !== '');
