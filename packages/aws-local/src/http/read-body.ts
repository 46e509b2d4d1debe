import type { IncomingMessage } from 'node:http';

/**
 * By its events: an iterator over each of the many small requests costs more than the request.
 *
 * @returns the request's body, or undefined when it is larger than `limit` bytes (the rest is read and dropped)
 */
export const readBody = (request: IncomingMessage, limit: number): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.once('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks)));
    request.once('error', reject);
  });
