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

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Of the body of a request; an event's, which nothing walks through, may be deeper. */
const MAX_BODY_DEPTH = 100;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

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

/** What comes in compressed would be delivered so: an event's bytes are never rewritten. */
export function refuseEncodedBodies(app: HttpApp): void {
  app.addHook('onRequest', async ({ headers }) => {
    const encoding = headers['content-encoding'];
    if (encoding === undefined || /^identity$/i.test(encoding)) return;
    const given = JSON.stringify(encoding.slice(0, 100));
    throw new HttpError(
      415,
      'content_encoding_unsupported',
      `The content encoding ${given} is not taken; send the body as it is.`,
    );
  });
}

/** @throws HttpError 400 */
export function parseJson(bytes: Uint8Array, what: 'body' | 'line'): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const detail = error instanceof SyntaxError ? syntaxDetail(bytes, error) : 'it is not UTF-8';
    throw new HttpError(400, 'body_malformed', `The ${what} is not JSON: ${detail}.`);
  }
}

/** The parser names a byte order mark by showing it, which nobody sees. */
const syntaxDetail = (bytes: Uint8Array, { message }: SyntaxError): string =>
  BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte)
    ? 'it begins with a byte order mark (EF BB BF); leave that out'
    : message;

/**
 * Refuses a body in which objects and lists are deeper within one another than any that is described. Reading one
 * does not mind; what walks through it later would use up the stack.
 *
 * @throws HttpError 422
 */
export function requireShallow({ bodyBytes }: FastifyRequest): void {
  if (bodyBytes === undefined || depthOf(bodyBytes) <= MAX_BODY_DEPTH) return;
  const message = `must be at most ${MAX_BODY_DEPTH} levels deep`;
  throw new HttpError(422, 'body_invalid', `The body is not as described: body: ${message}.`, [
    { path: '', message },
  ]);
}

/** Of JSON that was found to be such. */
function depthOf(json: Uint8Array): number {
  let deepest = 0;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
  }
  return deepest;
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
