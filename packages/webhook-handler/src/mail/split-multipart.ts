const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const SPACE = 0x20;
const TAB = 0x09;

export type Multipart = {
  /** Head and content of each, as they stand in the bytes; nothing is copied. */
  readonly parts: readonly Uint8Array[];
  readonly isClosed: boolean;
  /** Closing delimiters that something of the same multipart follows. */
  readonly earlyEnds: number;
  /** What stands before the first and after the closing delimiter. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
};

type Rules = {
  /** A line of such a program begins after CR LF, and a delimiter has nothing behind it. Otherwise as in RFC 2046. */
  readonly exact: boolean;
  readonly maxParts: number;
};

type Delimiter = { readonly start: number; readonly end: number; readonly closes: boolean };

/**
 * Splits the content of a multipart into its parts, in time and memory that grow with its bytes.
 *
 * By exact rules a closing delimiter is one only if no other delimiter follows: what comes from one program, which
 * closes once, has others in its content. By RFC 2046's the first one closes.
 *
 * @returns undefined for more parts than there may be
 */
export function splitMultipart(bytes: Buffer, boundary: string, rules: Rules): Multipart | undefined {
  const parts: Uint8Array[] = [];
  let before: Uint8Array = bytes;
  let open: Delimiter | undefined;
  let closing: Delimiter | undefined;
  let earlyEnds = 0;
  for (const delimiter of delimitersIn(bytes, `--${boundary}`, rules.exact)) {
    if (closing !== undefined) earlyEnds += 1;
    closing = undefined;
    if (open === undefined) before = bytes.subarray(0, Math.max(delimiter.start, 0));
    if (delimiter.closes) {
      closing = delimiter;
      if (!rules.exact) break;
      continue;
    }
    if (open !== undefined) parts.push(between(bytes, open, delimiter));
    if (parts.length >= rules.maxParts) return undefined;
    open = delimiter;
  }
  if (open !== undefined) parts.push(between(bytes, open, closing));
  const after = closing === undefined ? bytes.subarray(bytes.length) : bytes.subarray(closing.end);
  return { parts, isClosed: closing !== undefined, earlyEnds, before, after };
}

const between = (bytes: Buffer, { end }: Delimiter, next: Delimiter | undefined): Uint8Array =>
  bytes.subarray(end, Math.max(next?.start ?? bytes.length, end));

/** Lines that are delimiters, as opposed to those that only begin like one. The line break before belongs to it. */
function* delimitersIn(bytes: Buffer, marker: string, exact: boolean): Generator<Delimiter> {
  const lineBreak = exact ? '\r\n' : '\n';
  const first = bytes.subarray(0, marker.length).equals(Buffer.from(marker))
    ? endOfDelimiter(bytes, 0, Buffer.byteLength(marker), exact)
    : undefined;
  if (first !== undefined) yield first;
  const wanted = Buffer.from(lineBreak + marker);
  // The line break that ends one delimiter may be the one before the next.
  let from = Math.max((first?.end ?? 0) - lineBreak.length, 0);
  for (;;) {
    const found = bytes.indexOf(wanted, from);
    if (found === -1) return;
    const start = !exact && bytes[found - 1] === CR ? found - 1 : found;
    const delimiter = endOfDelimiter(bytes, start, found + wanted.length, exact);
    if (delimiter !== undefined) yield delimiter;
    from = Math.max((delimiter?.end ?? 0) - lineBreak.length, found + wanted.length);
  }
}

function endOfDelimiter(bytes: Buffer, start: number, from: number, exact: boolean): Delimiter | undefined {
  const closes = bytes[from] === DASH && bytes[from + 1] === DASH;
  let end = closes ? from + 2 : from;
  while (!exact && (bytes[end] === SPACE || bytes[end] === TAB)) end += 1;
  if (end >= bytes.length) return { start, end: bytes.length, closes };
  if (bytes[end] === CR && bytes[end + 1] === LF) return { start, end: end + 2, closes };
  return !exact && bytes[end] === LF ? { start, end: end + 1, closes } : undefined;
}
