import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import type { InvocationResult } from '../lambda/execution-environment.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import type { ApiModel, AuthorizerModel, Integration } from './api-model.ts';
import { type ApiResponse, type GatewayErrorType, gatewayResponse } from './gateway-response.ts';
import { createRouter, type RouteMatch } from './match-route.ts';
import { mockResponse } from './mock-response.ts';
import { proxyResponse } from './proxy-response.ts';
import { type ApiRequest, header, proxyEvent, readRequest, requestContext } from './request-event.ts';
import { type AuthorizeRequest, createTokenAuthorizer } from './token-authorizer.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Lambda's own limit, on the whole event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export interface ServeApiDependencies {
  readonly region: string;
  readonly invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  /** Whether the template allows API Gateway to invoke the function for this source. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
}

/** Serves one REST API, as behind a custom domain: without the stage in the path. */
export function serveApi(api: ApiModel, { region, invoke, mayInvoke }: ServeApiDependencies): HttpHandler {
  const route = createRouter(api.methods);
  const authorizers = new Map<string, AuthorizeRequest>();
  const executeArn = `arn:aws:execute-api:${region}:${ACCOUNT_ID}:${api.apiId}`;

  const authorizerFor = (authorizer: AuthorizerModel): AuthorizeRequest => {
    const known =
      authorizers.get(authorizer.id) ??
      createTokenAuthorizer(authorizer, (event) => invoke(authorizer.functionArn, JSON.stringify(event)));
    authorizers.set(authorizer.id, known);
    return known;
  };

  const callFunction = async (
    { functionArn, timeoutMs }: Extract<Integration, { kind: 'lambda' }>,
    event: Record<string, unknown>,
  ): Promise<InvocationResult | GatewayErrorType> => {
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) return 'REQUEST_TOO_LARGE';
    const answered = new AbortController();
    const timeout = sleep(timeoutMs, 'INTEGRATION_TIMEOUT' as const, { signal: answered.signal });
    timeout.catch(() => undefined);
    try {
      // A throttled function is an internal error to API Gateway's callers.
      return await Promise.race([invoke(functionArn, payload), timeout]).catch(
        () => 'API_CONFIGURATION_ERROR' as const,
      );
    } finally {
      answered.abort();
    }
  };

  const answer = async (
    request: ApiRequest,
    match: RouteMatch | undefined,
    body: Buffer | undefined,
  ): Promise<ApiResponse> => {
    const context = requestContext(api, match?.method, request);
    const fail = (type: GatewayErrorType, message?: string): ApiResponse =>
      gatewayResponse(api, request, context, type, message);
    if (!match) return fail('MISSING_AUTHENTICATION_TOKEN');
    if (!body) return fail('REQUEST_TOO_LARGE', `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`);
    const { authorizer, integration, resourcePath } = match.method;
    if (integration.kind === 'unsupported') return fail('API_CONFIGURATION_ERROR');

    let authorization: Readonly<Record<string, unknown>> | undefined;
    if (authorizer) {
      if (!mayInvoke(authorizer.functionArn, `${executeArn}/authorizers/${authorizer.id}`))
        return fail('AUTHORIZER_CONFIGURATION_ERROR');
      const methodArn = `${executeArn}/${api.stage}/${request.httpMethod}${request.path}`;
      const outcome = await authorizerFor(authorizer)(
        header(request, authorizer.identityHeader),
        methodArn,
      ).catch(() => ({ kind: 'refused', type: 'AUTHORIZER_FAILURE' }) as const);
      if (outcome.kind === 'refused')
        return fail(outcome.type, 'message' in outcome ? outcome.message : undefined);
      authorization = outcome.context;
    }
    if (integration.kind === 'mock')
      return mockResponse(integration, request) ?? fail('API_CONFIGURATION_ERROR');

    const sourceArn = `${executeArn}/${api.stage}/${request.httpMethod}${resourcePath.replace(/\{[^}]+\}/g, 'x')}`;
    if (!mayInvoke(integration.functionArn, sourceArn)) return fail('API_CONFIGURATION_ERROR');
    const result = await callFunction(integration, proxyEvent(api, match, request, body, authorization));
    if (typeof result === 'string') return fail(result);
    if (result.functionError) return fail('MALFORMED_PROXY_RESPONSE');
    return proxyResponse(api, request, result.payload) ?? fail('MALFORMED_PROXY_RESPONSE');
  };

  return async (message, response) => {
    const request = readRequest(message);
    const match = route(request.httpMethod, request.path);
    const body = await readBody(message, MAX_BODY_BYTES);
    write(response, await answer(request, match, body));
  };
}

function write(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  if (response.destroyed) return;
  for (const [name, value] of headers) response.appendHeader(name, value);
  // No body has a length header where HTTP says that there is none.
  if (status >= 200 && status !== 204 && status !== 304) response.setHeader('Content-Length', body.length);
  response.writeHead(status);
  response.end(body);
}
