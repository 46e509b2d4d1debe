import { CallbackParseError, CallbackTooComplexError } from './provider.ts';

// What providers send has some hundred values and few levels; each value costs many times its bytes once it is read.
const MAX_VALUES = 100_000;
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const SEPARATING = new Set([0x2c, 0x3a]);

/** @throws CallbackParseError for what is no JSON, and CallbackTooComplexError, unread, for more values or levels than any provider sends */
export function parseJson(bytes: Uint8Array, maxValues = MAX_VALUES): unknown {
  requireFewValues(bytes, maxValues);
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  } catch (cause) {
    throw new CallbackParseError('The body is not JSON.', { cause });
  }
}

/** Names count as values. */
function requireFewValues(bytes: Uint8Array, maxValues: number): void {
  let values = 0;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (OPENING.has(byte)) {
      depth += 1;
      values += 1;
    } else if (CLOSING.has(byte)) depth -= 1;
    else if (SEPARATING.has(byte)) values += 1;
    if (values > maxValues || depth > MAX_DEPTH) {
      throw new CallbackTooComplexError(`The JSON has more than ${maxValues} values or ${MAX_DEPTH} levels.`);
    }
  }
}
