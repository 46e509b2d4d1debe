import type { IncomingMessage } from 'node:http';

/** No more than this is read of an answer, however long it is. */
export const MAX_RESPONSE_BYTES = 16 * 1024;

/**
 * The beginning of an answer's body: all that came until its end, the size limit, the time limit or an error,
 * whichever is first. Where that is not its end, the connection is closed: the rest is never read.
 */
export function readBeginning(response: IncomingMessage, timeoutMs: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = () => {
      clearTimeout(timer);
      if (!response.complete) response.destroy();
      resolve(Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES));
    };
    const timer = setTimeout(finish, timeoutMs);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MAX_RESPONSE_BYTES) finish();
    });
    response.on('end', finish);
    response.on('error', finish);
    response.on('close', finish);
    if (response.destroyed) finish();
  });
}
