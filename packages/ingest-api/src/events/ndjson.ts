/** The media type of one JSON value a line. https://github.com/ndjson/ndjson-spec */
export const NDJSON = 'application/x-ndjson';

export type Line = {
  /** From 1; empty ones count. */
  readonly number: number;
  /** Without what ends it. */
  readonly bytes: Uint8Array;
};

const LF = 0x0a;
const CR = 0x0d;
/** White space of JSON. */
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, CR]);

/**
 * The lines of a body, each byte of them as it came. A line ends with LF or CR LF, and the last one may end with
 * nothing; lines of nothing but white space are left out, as the specification allows.
 */
export function splitLines(body: Uint8Array): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (let start = 0; start < body.length; ) {
    number += 1;
    const found = body.indexOf(LF, start);
    const next = found === -1 ? body.length : found + 1;
    const end = found === -1 ? body.length : body[found - 1] === CR && found > start ? found - 1 : found;
    const bytes = body.subarray(start, end);
    if (!bytes.every((byte) => BLANK.has(byte))) lines.push({ number, bytes });
    start = next;
  }
  return lines;
}
