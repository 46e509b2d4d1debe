const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const EQUALS = 0x3d;

/** RFC 2045. What is none of the encodings that change bytes stays as it is. */
export function decodeTransferEncoding(bytes: Uint8Array, encoding: string): Uint8Array {
  switch (encoding) {
    case 'base64':
      return Buffer.from(
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
        'base64',
      );
    case 'quoted-printable':
      return decodeQuotedPrintable(bytes);
    default:
      return bytes;
  }
}

/** What is no escape stays as it is. */
export function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const value = byte === EQUALS ? hexAt(bytes, at + 1) : undefined;
    const lineEnd = byte === EQUALS && value === undefined ? softBreakEnd(bytes, at + 1) : undefined;
    if (lineEnd !== undefined) {
      at = lineEnd - 1;
      continue;
    }
    decoded[length] = value ?? byte;
    length += 1;
    if (value !== undefined) at += 2;
  }
  return decoded.subarray(0, length);
}

function hexAt(bytes: Uint8Array, at: number): number | undefined {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high === undefined || low === undefined ? undefined : high * 16 + low;
}

function hexDigit(byte = 0): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** Where the line after an `=` at a line's end begins. */
function softBreakEnd(bytes: Uint8Array, from: number): number | undefined {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === TAB) at += 1;
  if (bytes[at] === LF || at === bytes.length) return Math.min(at + 1, bytes.length);
  return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : undefined;
}
