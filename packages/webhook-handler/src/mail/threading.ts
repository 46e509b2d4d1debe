import type { Cutter } from '../providers/cut-text.ts';
import { headerOf, type Mail } from './mail.ts';

/** RFC 5322: a line has at most 998 characters. */
const MAX_ID_BYTES = 998;
/** The first names the thread, the last are the nearest: what is between may go. */
const MAX_REFERENCES = 50;
const MAX_REFERENCES_BYTES = 8 * 1024;

export type Threading = {
  readonly message_id?: string;
  readonly in_reply_to?: string;
  readonly references?: string[];
};

/** The ids by which a mail belongs to others, with their angle brackets as in the mail; only what is present. */
export function threadingOf(mail: Pick<Mail, 'headers'>, cutter: Cutter): Threading {
  const [messageId] = idsIn(headerOf(mail, 'message-id'));
  const [inReplyTo] = idsIn(headerOf(mail, 'in-reply-to'));
  const references = shorten(idsIn(headerOf(mail, 'references')), cutter);
  return {
    ...(messageId === undefined ? {} : { message_id: cutter.cut('message_id', messageId, MAX_ID_BYTES) }),
    ...(inReplyTo === undefined ? {} : { in_reply_to: cutter.cut('in_reply_to', inReplyTo, MAX_ID_BYTES) }),
    ...(references.length === 0 ? {} : { references }),
  };
}

/** Some programs leave the brackets out, or write a remark beside the id. */
export function idsIn(header: string | undefined): string[] {
  if (header === undefined) return [];
  const bracketed = header.match(/<[^<>\s]+>/g);
  return bracketed ?? header.split(/\s+/).filter((word) => word !== '');
}

function shorten(references: readonly string[], cutter: Cutter): string[] {
  const [first, ...others] = references.filter((id) => Buffer.byteLength(id) <= MAX_ID_BYTES);
  if (first === undefined) return [];
  let bytes = Buffer.byteLength(first);
  const nearest: string[] = [];
  for (const id of others.slice(1 - MAX_REFERENCES).reverse()) {
    bytes += Buffer.byteLength(id);
    if (bytes > MAX_REFERENCES_BYTES) break;
    nearest.unshift(id);
  }
  const kept = [first, ...nearest];
  if (kept.length < references.length) cutter.mark('references');
  return kept.map((id) => cutter.cut('references', id, MAX_ID_BYTES));
}
