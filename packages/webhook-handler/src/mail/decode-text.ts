import { TextDecoder } from 'node:util';

/** What mail without a usable charset is in, if it is not UTF-8; it has a character for every byte. */
const LAST_RESORT = 'windows-1252';

/** Decodes a mail's text in the charset it names; without one that exists, as UTF-8 if it is that. Never fails. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const named = charset === undefined ? undefined : decoderFor(charset);
  if (named !== undefined) return named.decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(LAST_RESORT).decode(bytes);
  }
}

function decoderFor(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset.trim().replace(/^["']|["']$/g, ''));
  } catch {
    return undefined;
  }
}
