export type ReadPayload = {
  /** The text as it came; of what is no text, a dump. */
  readonly raw: string;
  /** Laid out; absent where it is no JSON. Numbers and the order of keys stay as they came. */
  readonly pretty?: string;
  readonly isText: boolean;
};

const DUMPED_BYTES = 64 * 1024;

export function readPayload(bytes: Uint8Array): ReadPayload {
  let raw: string;
  try {
    raw = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { raw: hexDump(bytes), isText: false };
  }
  const pretty = layOutJson(raw);
  return { raw, isText: true, ...(pretty === undefined ? {} : { pretty }) };
}

/**
 * JSON with a line for each member, changing nothing but the white space between its parts: 1.10 stays 1.10, and two
 * members of the same name stay two.
 */
export function layOutJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  let depth = 0;
  const line = () => parts.push('\n', '  '.repeat(depth));
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
  for (const [index, token] of tokens.entries()) {
    const isEmpty = token === closing(tokens[index - 1]);
    if (token === '}' || token === ']') {
      depth -= 1;
      if (!isEmpty) line();
      parts.push(token);
    } else if (token === '{' || token === '[') {
      depth += 1;
      parts.push(token);
      if (tokens[index + 1] !== closing(token)) line();
    } else if (token === ',') {
      parts.push(token);
      line();
    } else parts.push(token === ':' ? ': ' : token);
  }
  return parts.join('');
}

const closing = (token: string | undefined): string | undefined =>
  token === '{' ? '}' : token === '[' ? ']' : undefined;

function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  const end = Math.min(bytes.length, DUMPED_BYTES);
  for (let at = 0; at < end; at += 16) {
    const row = [...bytes.subarray(at, Math.min(at + 16, end))];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  if (end < bytes.length) lines.push(`… ${bytes.length - end} more bytes`);
  return lines.join('\n');
}
