import type awsLambdaFastify from '@fastify/aws-lambda';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { FastifyInstance } from 'fastify';
import { REQUEST_ID_HEADER } from './app.ts';

export type LambdaHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

declare module 'fastify' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to the one that fastify has.
  interface FastifyRequest {
    awsLambda: { readonly event: APIGatewayProxyEvent; readonly context: Context };
  }
}

/**
 * The Lambda handler of a Fastify app behind an API Gateway REST API.
 *
 * @param adapter `@fastify/aws-lambda`, which only the functions with an app load
 */
export function createLambdaHandler(adapter: typeof awsLambdaFastify, app: FastifyInstance): LambdaHandler {
  const proxy = adapter<APIGatewayProxyEvent>(app, {
    decorateRequest: true,
    decorationPropertyName: 'awsLambda',
    serializeLambdaArguments: false,
    // A REST API's path has no stage; what looks like one is a tenant of that name.
    retainStage: true,
    enforceBase64: ({ headers }) =>
      headers['content-encoding'] !== undefined || isBinary(headers['content-type']),
  });
  return async (event, context) => {
    const headers = {
      ...withoutRequestId(event.headers),
      [REQUEST_ID_HEADER]: event.requestContext.requestId,
    };
    return proxy(
      { ...event, headers, multiValueHeaders: withoutRequestId(event.multiValueHeaders) },
      context,
    );
  };
}

/** A client must not choose the id under which its request is logged. */
function withoutRequestId<T>(headers: Readonly<Record<string, T>> | null): Record<string, T> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== REQUEST_ID_HEADER),
  );
}

const isBinary = (contentType: unknown): boolean =>
  typeof contentType === 'string' && /^(image|font|application\/octet-stream)/.test(contentType);
