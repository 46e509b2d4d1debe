import type { Clock } from '@switchyard/core/clock';
import { toIso } from '@switchyard/core/clock';
import { allowOrigins, createHttpApp } from '@switchyard/core/http';
import type { Logger } from '@switchyard/core/logging';
import type { CallbackRoute } from '@switchyard/core/providers';
import fastify, { type FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { CallbackAnswer, CallbackRequest } from './callback-request.ts';
import type { HealthChecks } from './health.ts';
import { publicUrlsOf } from './public-urls.ts';
import { callbackPaths, HEALTH_ROUTE, healthEndpoints } from './routes.ts';

/** What API Gateway and Lambda let through, about 4.5 MB of mail once it is base64-encoded, and some room. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

export type AppContext = {
  readonly logger: Logger;
  readonly receiveCallback: (request: CallbackRequest) => Promise<CallbackAnswer>;
  readonly checkHealth: () => Promise<HealthChecks>;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Whose web pages may read the answers. */
  readonly corsOrigins: readonly string[];
  readonly clock: Clock;
};

export function createApp(context: AppContext) {
  const app = createHttpApp(fastify, { logger: context.logger, bodyLimit: MAX_BODY_BYTES });
  allowOrigins(app, context.corsOrigins);
  // The bytes as they came: signatures are over them, whatever the content type says.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  for (const [path, route] of Object.entries(callbackPaths)) {
    app.post(path.replace(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const callback = toCallbackRequest(request, route, context);
      const answer = await context.receiveCallback(callback);
      request.outcome = { callback: route };
      return reply.code(answer.status).type(answer.contentType).send(answer.body);
    });
  }

  app.get(
    HEALTH_ROUTE.path,
    { schema: { querystring: z.object({ deep: z.enum(['0', '1']).default('0') }) } },
    async (request, reply) => {
      const checks = request.query.deep === '1' ? await context.checkHealth() : undefined;
      const healthy = checks === undefined || Object.values(checks).every((state) => state === 'ok');
      return reply.code(healthy ? 200 : 503).send({
        status: healthy ? 'healthy' : 'unhealthy',
        service: 'webhook_handlers',
        endpoints: healthEndpoints(),
        ...(checks === undefined ? {} : { checks }),
        timestamp: toIso(context.clock()),
      });
    },
  );
  return app;
}

function toCallbackRequest(
  request: FastifyRequest,
  route: CallbackRoute,
  { baseUrl, clock }: Pick<AppContext, 'baseUrl' | 'clock'>,
): CallbackRequest {
  const event = request.awsLambda.event;
  const path = request.url.split('?', 1)[0] ?? request.url;
  const { segment } = z.object({ segment: z.string().optional() }).parse(request.params);
  return {
    route,
    requestId: request.id,
    receivedAt: toIso(clock()),
    path,
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
    query: Object.entries(event?.multiValueQueryStringParameters ?? {}).flatMap(([name, values = []]) =>
      values.map((value) => [name, value] as const),
    ),
    publicUrls: publicUrlsOf(baseUrl, path, event?.requestContext),
    pathSegment: segment,
    sourceIp: event?.requestContext.identity.sourceIp,
  };
}
