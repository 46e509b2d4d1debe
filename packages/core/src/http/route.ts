import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  ContextConfigDefault,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  RawServerDefault,
  RouteGenericInterface,
  RouteHandlerMethod,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpApp } from './app.ts';

export type RouteSchema = FastifySchema & {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
};

/** A request that is made when the documentation is rendered: its example is what the app really answers. */
export type RouteExample<State extends string> = {
  /** The example's key in the OpenAPI document. */
  readonly name: string;
  /** Its label; up to 26 characters fit into Redoc's list. */
  readonly summary: string;
  /** What is stored, or what is out of order, when the request comes; absent: the usual. */
  readonly state?: State;
  /** Absent: the route's own, which has no parameters then. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * One route of an API: what it takes, what it does, and how that looks. An API's list of them is what its app, API
 * Gateway and its OpenAPI document are made of.
 */
export type Route<Context, Access extends string = string, State extends string = string> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As OpenAPI and API Gateway write it: `/v1/events/{event_id}`; at its end `{rest+}` stands for one segment or more. */
  readonly path: string;
  /** Who may call it. */
  readonly access: Access;
  /** Zod schemas, and words for the OpenAPI document; `hide` leaves the route out of it. */
  readonly schema: RouteSchema | { readonly hide: true };
  /** What the OpenAPI document says of a body that no schema checks. */
  readonly bodyInWords?: {
    readonly description: string;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  /** Bodies that it alone takes, besides those of its API. */
  readonly alsoTakes?: {
    readonly register: (scope: HttpApp) => void;
    /** By content type, for the OpenAPI document. */
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  /** By status: headers of an answer, for the OpenAPI document. */
  readonly answerHeaders?: Readonly<Record<number, Readonly<Record<string, object>>>>;
  /** Before the schemas check the request; a promise is waited for. A method, as `answer` is. */
  before?(request: FastifyRequest, context: Context): unknown;
  /** A method, so that the schemas of one route may narrow what another one takes. */
  answer(context: Context, request: FastifyRequest, reply: FastifyReply): unknown;
  /** At least one for each answer that is described, except those that API Gateway gives. */
  readonly examples: () => readonly RouteExample<State>[];
};

type Handler<Schema extends FastifySchema> = RouteHandlerMethod<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  RouteGenericInterface,
  ContextConfigDefault,
  Schema,
  ZodTypeProvider
>;

/** A route whose request and answer have the types of its schemas. */
export type RouteOf<Schema extends RouteSchema, Context, Access extends string, State extends string> = Omit<
  Route<Context, Access, State>,
  'schema' | 'answer'
> & {
  readonly schema: Schema;
  answer(
    context: Context,
    request: Parameters<Handler<Schema>>[0],
    reply: Parameters<Handler<Schema>>[1],
  ): ReturnType<Handler<Schema>>;
};

/** As a plugin, so that what is registered before its start, such as OpenAPI rendering, sees the routes. */
export function addRoutes<Context>(app: HttpApp, context: Context, routes: readonly Route<Context>[]): void {
  const add = (scope: HttpApp, { before, ...route }: Route<Context>) =>
    scope.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1').replace(/\{\w+\+\}$/, '*'),
      schema: route.schema,
      ...(before === undefined
        ? {}
        : { preValidation: async (request) => void (await before(request, context)) }),
      handler: (request, reply) => route.answer(context, request, reply),
    });
  app.register(async (scope) => {
    for (const route of routes) {
      const { alsoTakes } = route;
      if (alsoTakes === undefined) add(scope, route);
      else
        scope.register(async (own) => {
          alsoTakes.register(own);
          add(own, route);
        });
    }
  });
}
