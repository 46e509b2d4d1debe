import { MAX_BATCH_BYTES, MAX_BATCH_LINES } from '@switchyard/core/batch-limits';
import { type HttpApp, HttpError } from '@switchyard/core/http';
import { type Line, NDJSON, splitLines } from './ndjson.ts';

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to the one that fastify has.
  interface FastifyRequest {
    /** The lines of an ndjson body; absent when the body is something else. */
    bodyLines?: readonly Line[];
  }
}

/** More than API Gateway lets through, so that the answer is ours. */
const NO_LIMIT = 16 * 1024 * 1024;

/**
 * Takes ndjson bodies: each line is looked at by itself later, so that one which is wrong refuses no other. To the
 * schema of the route such a body is an empty object.
 */
export function acceptNdjsonBodies(app: HttpApp): void {
  app.decorateRequest('bodyLines');
  app.addContentTypeParser(NDJSON, { parseAs: 'buffer', bodyLimit: NO_LIMIT }, (request, body, done) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
    try {
      request.bodyLines = linesOf(bytes);
      request.bodyBytes = bytes;
      done(null, {});
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** @throws HttpError */
function linesOf(body: Uint8Array): readonly Line[] {
  if (body.length > MAX_BATCH_BYTES)
    throw new HttpError(
      413,
      'payload_too_large',
      `The body has ${body.length} bytes; up to ${MAX_BATCH_BYTES} are allowed. Send it in several requests.`,
    );
  const lines = splitLines(body);
  if (lines.length > MAX_BATCH_LINES)
    throw new HttpError(
      413,
      'too_many_lines',
      `The body has ${lines.length} lines; 1 to ${MAX_BATCH_LINES} are allowed. Send it in several requests.`,
    );
  if (lines.length === 0)
    throw new HttpError(400, 'body_malformed', 'There is no line; send a JSON object on each.');
  return lines;
}
