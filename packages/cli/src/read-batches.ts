import { createHash } from 'node:crypto';
import { MAX_BATCH_BYTES, MAX_BATCH_LINES } from '@switchyard/core/batch-limits';
import { CommandError } from './errors.ts';

/** Some lines of a file, as many as go into one request. */
export type FileBatch = {
  readonly bytes: Uint8Array;
  /** How many lines are before it. */
  readonly linesBefore: number;
  /** How many it has, empty ones included. */
  readonly lines: number;
  /** Of all that was read up to its end: the same file gives the same keys, and another one others. */
  readonly key: string;
};

const LF = 0x0a;

/**
 * Cuts a file between lines.
 *
 * @param mostLines in a request
 * @throws CommandError for a line that no request can hold
 */
export async function* readBatches(
  file: AsyncIterable<Uint8Array>,
  mostLines = MAX_BATCH_LINES,
): AsyncGenerator<FileBatch> {
  const digest = createHash('sha256');
  let linesBefore = 0;
  let whole: Uint8Array[] = [];
  let size = 0;

  function take(): FileBatch {
    const bytes = Buffer.concat(whole);
    const lines = whole.length;
    digest.update(bytes);
    const key = `file-${digest.copy().digest('base64url')}-${linesBefore}`;
    const batch = { bytes, linesBefore, lines, key };
    linesBefore += lines;
    whole = [];
    size = 0;
    return batch;
  }

  for await (const line of linesOf(file, () => linesBefore + whole.length + 1)) {
    if (whole.length === mostLines || size + line.length > MAX_BATCH_BYTES) yield take();
    whole.push(line);
    size += line.length;
  }
  if (whole.length > 0) yield take();
}

/** Each with what ends it. */
async function* linesOf(file: AsyncIterable<Uint8Array>, number: () => number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = Buffer.alloc(0);
  for await (const read of file) {
    const bytes = Buffer.concat([rest, read]);
    let start = 0;
    for (let end = bytes.indexOf(LF, rest.length); end !== -1; end = bytes.indexOf(LF, start)) {
      yield fitting(bytes.subarray(start, end + 1), number());
      start = end + 1;
    }
    rest = fitting(bytes.subarray(start), number());
  }
  if (rest.length > 0) yield rest;
}

function fitting(line: Uint8Array, number: number): Uint8Array {
  if (line.length <= MAX_BATCH_BYTES) return line;
  throw new CommandError(
    'line_too_large',
    `Line ${number} has more than the ${MAX_BATCH_BYTES} bytes that a request may have. What is before it was sent.`,
  );
}
