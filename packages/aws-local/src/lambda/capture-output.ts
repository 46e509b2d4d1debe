import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Hands each line that the thread writes to `emit`, in order with its other messages. Loggers write in two ways:
 * to the streams, and, like pino, to descriptor 1, which in a thread is the whole process's.
 */
export function captureOutput(emit: (line: string) => void): { flush: () => void } {
  let rest = '';
  const take = (chunk: unknown): number => {
    const text =
      typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString('utf8') : String(chunk);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) emit(line);
    return Buffer.byteLength(text);
  };
  const isOutput = (fd: number): boolean => fd === 1 || fd === 2;

  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      take(chunk);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') queueMicrotask(() => done());
      return true;
    };
  }

  const { write, writeSync } = fs;
  const redirectedSync = (fd: number, data: string | NodeJS.ArrayBufferView, ...more: unknown[]): number =>
    isOutput(fd) ? take(data) : Reflect.apply(writeSync, fs, [fd, data, ...more]);
  const redirected = (fd: number, data: string | NodeJS.ArrayBufferView, ...more: unknown[]): void => {
    const done = more.at(-1);
    if (!isOutput(fd)) {
      Reflect.apply(write, fs, [fd, data, ...more]);
    } else {
      const bytes = take(data);
      if (typeof done === 'function') queueMicrotask(() => done(null, bytes, data));
    }
  };
  Object.assign(fs, { write: redirected, writeSync: redirectedSync });
  syncBuiltinESMExports();

  return {
    flush: () => {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}
