const MARKER = '\n[cut: the rest was too long to keep]';

export type Cutter = {
  /** The text, or as much of it as fits into so many bytes of UTF-8 with a marker at its end. */
  readonly cut: (name: string, text: string, maxBytes: number) => string;
  /** For what was left out as a whole. */
  readonly mark: (name: string) => void;
  /** What was cut or left out, each name once. */
  readonly names: () => string[];
};

/** Keeps texts below the limits of an item (400 KB) and a queue message, and remembers what did not fit. */
export function createCutter(): Cutter {
  const names = new Set<string>();
  return {
    cut(name, text, maxBytes) {
      const storable = toStorable(text);
      if (Buffer.byteLength(storable) <= maxBytes) return storable;
      names.add(name);
      return cutToBytes(storable, maxBytes - Buffer.byteLength(MARKER)) + MARKER;
    },
    mark: (name) => {
      names.add(name);
    },
    names: () => [...names],
  };
}

/** SQS refuses a message with these code points, and half a surrogate pair is not UTF-8. */
function toStorable(text: string): string {
  return text.toWellFormed().replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text, 'utf8').subarray(0, Math.max(maxBytes, 0));
  // `stream` holds back the bytes of a character that was cut through.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}
