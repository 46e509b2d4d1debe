import type { FastifyInstance } from 'fastify';

/** What any web page may read. */
const ANY = '*';

/**
 * Lets web pages of these origins read the answers, without credentials. The preflight is API Gateway's to answer.
 *
 * @param origins as a browser sends them, or `*`; none: pages of no other origin can read anything
 */
export function allowOrigins(app: Pick<FastifyInstance, 'addHook'>, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const any = origins.includes(ANY);
  app.addHook('onSend', async (request, reply) => {
    const { origin } = request.headers;
    if (reply.hasHeader('etag')) reply.header('access-control-expose-headers', 'ETag');
    if (any) reply.header('access-control-allow-origin', ANY);
    else {
      // Also where it is not allowed: the answer to one origin must not be taken from a cache by another.
      reply.header('vary', 'Origin');
      if (origin !== undefined && origins.includes(origin)) {
        reply.header('access-control-allow-origin', origin);
      }
    }
  });
}
