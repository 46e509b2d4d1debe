import { decodeText } from './decode-text.ts';
import { decodeQuotedPrintable } from './transfer-encoding.ts';

/** RFC 2047; a language may follow the charset. */
const WORD = /=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi;
/** Longer than anything that is kept of a header. */
const MAX_CHARACTERS = 32 * 1024;

type Run = { readonly charset: string; readonly encoding: string; readonly chunks: Uint8Array[] };

/** Makes text of a header's encoded words; a character may be divided between two of them. */
export function decodeWords(header: string): string {
  const text = header.slice(0, MAX_CHARACTERS);
  const pieces: string[] = [];
  let run: Run | undefined;
  let end = 0;
  const flush = (): void => {
    if (run !== undefined) pieces.push(decodeText(Buffer.concat(run.chunks), run.charset));
    run = undefined;
  };
  for (const { 0: word, 1: charset = '', 2: encoding = '', 3: encoded = '', index } of text.matchAll(WORD)) {
    const between = text.slice(end, index);
    end = index + word.length;
    const bytes = decodeWord(encoding.toLowerCase(), encoded);
    const isNext = run !== undefined && between.trim() === '';
    if (isNext && run?.charset === charset && run.encoding === encoding) {
      run.chunks.push(bytes);
      continue;
    }
    flush();
    if (!isNext) pieces.push(between);
    run = { charset, encoding, chunks: [bytes] };
  }
  flush();
  return pieces.join('') + text.slice(end);
}

const decodeWord = (encoding: string, encoded: string): Uint8Array =>
  encoding === 'b'
    ? Buffer.from(encoded, 'base64')
    : decodeQuotedPrintable(Buffer.from(encoded.replaceAll('_', ' ')));
