import { readFile } from 'node:fs/promises';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { HttpApp, Route, RouteExample } from '@switchyard/core/http';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { describeApp } from './describe-app.ts';
import { type OpenApiDocument, type OpenApiOperation, responseOf } from './openapi-document.ts';
import { recordExample } from './record-example.ts';
import { describeRetryAfter, type GatewayProblem, shareGatewayProblems } from './share-gateway-problems.ts';

type OpenApiFrame = Extract<NonNullable<FastifyDynamicSwaggerOptions['openapi']>, { webhooks?: unknown }>;

/** A request that shows what the API answers. */
export type ExampleRequest = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  readonly requestId: string;
};

export type ApiDescription<Access extends string, State extends string> = {
  /** The package whose version is the API's. */
  readonly packageJson: URL;
  readonly title: string;
  /** The first page, in CommonMark. */
  readonly description: string;
  readonly tags: NonNullable<OpenApiFrame['tags']>;
  readonly securitySchemes: NonNullable<NonNullable<OpenApiFrame['components']>['securitySchemes']>;
  readonly webhooks?: NonNullable<OpenApiFrame['webhooks']>;
  readonly app: HttpApp;
  readonly routes: readonly Pick<
    Route<never, Access, State>,
    'method' | 'path' | 'access' | 'bodyInWords' | 'alsoTakes' | 'answerHeaders' | 'examples'
  >[];
  /** By who may call a route: the security scheme that proves it; undefined where none is needed. */
  readonly schemeOf: Readonly<Record<Access, string | undefined>>;
  /** Schemas that are described once, under these names; `Problem` always is. */
  readonly components?: Readonly<Record<string, z.ZodType>>;
  /** What API Gateway answers by itself. */
  readonly gatewayProblems: readonly GatewayProblem[];
  /** Makes a request of an app in this state; absent: the usual one. */
  readonly send: (request: ExampleRequest, state: State | undefined) => Promise<APIGatewayProxyResult>;
};

/** The request id in every example. */
export const EXAMPLE_REQUEST_ID = '6f1c1d7e-3c53-4b0e-9a55-0d9f5a2f7c11';

const packageSchema = z.object({ version: z.string() });

/** The OpenAPI 3.1 document of an API. For build time: `node scripts/generate.ts` writes it to docs/openapi/. */
export async function renderOpenApi<Access extends string, State extends string>(
  api: ApiDescription<Access, State>,
): Promise<OpenApiDocument> {
  const { version } = packageSchema.parse(JSON.parse(await readFile(api.packageJson, 'utf8')));
  const document = await describeApp(api.app, {
    frame: {
      info: { title: api.title, version, description: api.description },
      tags: api.tags,
      components: { securitySchemes: api.securitySchemes },
      ...(api.webhooks === undefined ? {} : { webhooks: api.webhooks }),
    },
    components: api.components,
  });
  for (const route of api.routes) {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    // Hidden: a page of the documentation.
    if (operation === undefined) continue;
    const scheme = api.schemeOf[route.access];
    operation.security = scheme === undefined ? [] : [{ [scheme]: [] }];
    if (route.bodyInWords !== undefined) operation.requestBody = { required: true, ...route.bodyInWords };
    if (operation.requestBody !== undefined && route.alsoTakes !== undefined)
      operation.requestBody.content = { ...operation.requestBody.content, ...route.alsoTakes.content };
    for (const [status, headers] of Object.entries(route.answerHeaders ?? {}))
      responseOf(operation, status).headers = { ...headers };
    for (const example of route.examples()) await record(api, operation, route, example);
  }
  describeRetryAfter(document);
  shareGatewayProblems(document, api.gatewayProblems, EXAMPLE_REQUEST_ID);
  await api.app.close();
  return document;
}

async function record<State extends string>(
  { send }: { readonly send: ApiDescription<string, State>['send'] },
  operation: OpenApiOperation,
  { method, path }: { readonly method: string; readonly path: string },
  example: RouteExample<State>,
): Promise<void> {
  const { query, headers, body, state } = example;
  const request = { method, path: example.path ?? path, query, headers, body, requestId: EXAMPLE_REQUEST_ID };
  recordExample(operation, example, await send(request, state));
}
