import { describe, expect, it } from '@jest/globals';
import { MAX_BATCH_BYTES } from '@switchyard/core/batch-limits';
import { type FileBatch, readBatches } from './read-batches.ts';

/** A file that is read so many bytes at a time. */
async function* reading(file: Buffer, step = 1_000): AsyncGenerator<Buffer> {
  for (let start = 0; start < file.length; start += step) yield file.subarray(start, start + step);
}

async function cut(file: Buffer, step?: number): Promise<FileBatch[]> {
  const batches: FileBatch[] = [];
  for await (const batch of readBatches(reading(file, step))) batches.push(batch);
  return batches;
}

const lines = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, n) => `{"n":${n}}\r\n`).join(''));

describe('the batches of a file', () => {
  it.each([1, 7, 1_000, 1_000_000])(
    'are all of it, 500 lines each, when it is read %i bytes at a time',
    async (step) => {
      const file = Buffer.concat([lines(1_100), Buffer.from('{"last":true}')]);
      const batches = await cut(file, step);
      expect(batches.map(({ linesBefore, lines }) => [linesBefore, lines])).toEqual([
        [0, 500],
        [500, 500],
        [1_000, 101],
      ]);
      expect(Buffer.concat(batches.map(({ bytes }) => bytes)).equals(file)).toBe(true);
    },
  );

  it('end before they are larger than a request may be', async () => {
    const line = Buffer.from(`"${'x'.repeat(1024 * 1024 - 3)}"\n`);
    const batches = await cut(Buffer.concat([line, line, line, line, line]), 100_000);
    expect(batches.map(({ lines, bytes }) => [lines, bytes.length])).toEqual([
      [4, MAX_BATCH_BYTES],
      [1, line.length],
    ]);
  });

  it('have keys that are the same for the same file, and others after anything else', async () => {
    const keys = async (file: Buffer) => (await cut(file)).map(({ key }) => key);
    const [first = [], again, changed = []] = [
      await keys(lines(1_100)),
      await keys(lines(1_100)),
      await keys(Buffer.from(lines(1_100).toString().replace('{"n":3}', '{"n":4}'))),
    ];
    expect(again).toEqual(first);
    expect(new Set([...first, ...changed]).size).toBe(6);
    expect(first.every((key) => /^[\x20-\x7e]{1,255}$/.test(key))).toBe(true);
  });

  it('are none of an empty file', async () => {
    expect(await cut(Buffer.alloc(0))).toEqual([]);
  });

  it('cannot hold a line that is larger than a request', async () => {
    const file = Buffer.concat([lines(2), Buffer.alloc(MAX_BATCH_BYTES + 1, 'x')]);
    await expect(cut(file, 1_000_000)).rejects.toMatchObject({
      code: 'line_too_large',
      message: expect.stringMatching(/^Line 3 /),
    });
  });
});
