import { type HttpApp, HttpError } from '@switchyard/core/http';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to the one that fastify has.
  interface FastifyRequest {
    /**
     * The body as it came in; absent when there was none. What is stored, signed and delivered is this, never the
     * parsed value written again.
     */
    bodyBytes?: Uint8Array;
  }
}

// A byte order mark is not JSON (RFC 8259, 8.1): left in, so that JSON.parse refuses what a receiver's would refuse.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** JSON bodies: parsed for the schemas, and kept as bytes. An empty one is none, whatever its content type. */
export function acceptJsonBodies(app: HttpApp): void {
  app.decorateRequest('bodyBytes');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
      if (bytes.length === 0) return done(null, undefined);
      request.bodyBytes = bytes;
      done(null, parseJson(bytes, 'body'));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** @throws HttpError 400 */
export function parseJson(bytes: Uint8Array, what: 'body' | 'line'): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    throw new HttpError(400, 'body_malformed', `The ${what} is not JSON: ${detail}.`);
  }
}

/**
 * The body's bytes where a body is needed.
 *
 * @throws HttpError 400 when there is none
 */
export function bodyBytesOf(request: FastifyRequest): Uint8Array {
  if (request.bodyBytes === undefined)
    throw new HttpError(400, 'body_malformed', 'There is no body; send a JSON object.');
  return request.bodyBytes;
}
