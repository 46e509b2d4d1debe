import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  fastify,
  RawServerDefault,
} from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import * as z from 'zod';
import { SwitchyardError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { HttpError, PROBLEM_CONTENT_TYPE, toProblem } from './problem.ts';

export type HttpApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export type HttpAppOptions = {
  readonly logger: Logger;
  /** Bytes; a larger request body is 413. */
  readonly bodyLimit: number;
  /** Characters of one part of a path, decoded; a path with a longer one is 404. @default 128 */
  readonly maxParamLength?: number;
};

/** The longest id that is taken; Fastify's own limit is 100. */
const MAX_PARAM_LENGTH = 128;

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to the one that fastify has.
  interface FastifyRequest {
    /** Set by the route to say, in the one log line of the request, what happened. Never personal data. */
    outcome: Record<string, unknown>;
  }
}

/**
 * The Fastify app that every HTTP function starts from: zod schemas validate and type, errors are problems, one log
 * line a request, and bodies stay bytes (each app says which content types it takes).
 *
 * @param framework Fastify itself, which only the functions with an app load
 */
export function createHttpApp(
  framework: typeof fastify,
  { logger, bodyLimit, maxParamLength = MAX_PARAM_LENGTH }: HttpAppOptions,
): HttpApp {
  const app = framework({
    // Never called, for the compilers below are there. Without them Fastify would load ajv, which no bundle has.
    schemaController: { compilersFactory: { buildValidator: useZod, buildSerializer: useZod } },
    loggerInstance: logger as FastifyBaseLogger,
    logController: new framework.LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    bodyLimit,
    routerOptions: { maxParamLength },
    // What Fastify refuses before it knows the route: no hook and no error handler sees it.
    frameworkErrors: (error, request, reply) => {
      request.outcome = {};
      sendProblem(error, request, reply);
      logRequest(request, reply);
    },
    genReqId: (raw) => headerText(raw.headers[REQUEST_ID_HEADER]) ?? crypto.randomUUID(),
  })
    .setValidatorCompiler(validate)
    .setSerializerCompiler(serializerCompiler)
    .withTypeProvider<ZodTypeProvider>();

  app.removeAllContentTypeParsers();
  app.decorateRequest('outcome');
  app.addHook('onRequest', async (request) => {
    request.outcome = {};
  });
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply));
  app.setNotFoundHandler(async (request) => {
    throw notFound(request);
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => sendProblem(error, request, reply));
  return app;
}

const useZod = (): never => {
  throw new TypeError('Schemas are made with zod, and nothing else compiles them.');
};

/** @throws TypeError while the app starts, for a schema that is not zod's */
const validate: typeof validatorCompiler = (route) => {
  if (route.schema instanceof z.ZodType) return validatorCompiler(route);
  throw new TypeError(
    `The ${route.httpPart} of ${route.method} ${route.url} has a schema that is not made with zod.`,
  );
};

/** API Gateway's request id, handed on by the Lambda adapter, so that one id names the request in every log. */
export const REQUEST_ID_HEADER = 'x-switchyard-request-id';

const headerText = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : undefined;

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

function notFound({ method, url }: FastifyRequest) {
  const path = pathOf(url);
  const meant = path.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  const hint = meant === path ? '' : ` Is ${meant} meant? No path has a slash at its end, or two in a row.`;
  return new HttpError(404, 'route_not_found', `There is no ${method} ${path} here.${hint}`);
}

function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      outcome: outcomeOf(reply.statusCode),
      ...request.outcome,
    },
    'request',
  );
}

/** Where the route has no better word for it. */
function outcomeOf(status: number): 'ok' | 'refused' | 'failed' {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'failed';
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const known = fromFastify(error, request);
  const { retryAfterSeconds, ...body } = toProblem(known, request.id);
  const eventId = known instanceof SwitchyardError ? known.eventId : undefined;
  request.outcome = {
    ...request.outcome,
    ...(eventId === undefined ? {} : { eventId }),
    code: body.code,
  };
  // A 5xx that a route answers on purpose, as a receiver that is switched off, is no failure to look into.
  if (body.status >= 500 && !(error instanceof HttpError)) {
    request.log.error({ ...request.outcome, err: error }, 'request failed');
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply
    .code(body.status)
    .type(PROBLEM_CONTENT_TYPE)
    .serializer((payload) => JSON.stringify(payload))
    .send(body);
}

/** The content types that a message names; a route that takes none of them says application/json all the same. */
const NAMED_TYPES = ['application/json', 'application/x-ndjson'];

const takenBy = ({ server }: FastifyRequest): string =>
  NAMED_TYPES.filter((type) => server.hasContentTypeParser(type)).join(' or ') || 'application/json';

const SUBJECTS: Readonly<Record<string, string>> = {
  body: 'The body is',
  headers: 'The headers are',
  params: 'The path is',
  querystring: 'The query is',
};

/** Translates what Fastify itself throws; anything else passes through. */
function fromFastify(error: unknown, request: FastifyRequest): unknown {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'request';
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replaceAll('/', '.').replace(/^\./, ''),
      message: message ?? 'is not allowed',
    }));
    const detail = `${SUBJECTS[where] ?? 'The request is'} not as described: ${errors.map((e) => `${e.path || where}: ${e.message.replace(/\.$/, '')}`).join('; ')}.`;
    return new HttpError(where === 'body' ? 422 : 400, `${where}_invalid`, detail, errors);
  }
  if (isResponseSerializationError(error) || !(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return notFound(request);
  if (error.code === 'FST_ERR_BAD_URL') {
    return new HttpError(400, 'path_malformed', 'The path has a "%" that is not followed by UTF-8 in hex.');
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const limit = request.routeOptions.bodyLimit;
    return new HttpError(
      413,
      'payload_too_large',
      `The body is larger than the ${limit} bytes that are allowed.`,
    );
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const given = request.headers['content-type'];
    return new HttpError(
      415,
      'content_type_unsupported',
      `${given === undefined ? 'There is no content type' : `The content type ${JSON.stringify(given.slice(0, 100))} is not taken`}; send ${takenBy(request)}.`,
    );
  }
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || error.code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') {
    return new HttpError(400, 'body_malformed', error.message);
  }
  return error;
}
