import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import type { InvocationResult } from '../lambda/execution-environment.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import { accessLogLine } from './access-log.ts';
import type { ApiModel, AuthorizerModel, Integration, MethodModel } from './api-model.ts';
import {
  type ApiResponse,
  type GatewayErrorType,
  gatewayError,
  gatewayResponse,
} from './gateway-response.ts';
import { canonicalPath, createRouter, type RouteMatch } from './match-route.ts';
import { isBinaryMediaType } from './media-type.ts';
import { mockResponse } from './mock-response.ts';
import { proxyResponse } from './proxy-response.ts';
import { type ApiRequest, header, proxyEvent, readRequest, requestContext } from './request-event.ts';
import { type InvokeRequest, ownResources, resourcePolicyRefusal } from './resource-policy.ts';
import { createThrottle } from './throttle.ts';
import { type AuthorizeRequest, createTokenAuthorizer } from './token-authorizer.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Lambda's own limit, on the whole event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export type ServeApiDependencies = {
  readonly region: string;
  readonly invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  /** Whether the template allows API Gateway to invoke the function for this source. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  /** Takes a line for each request, where the stage has an access log. */
  readonly onAccess: (line: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
};

type Answer = {
  readonly response: ApiResponse;
  /** What the access log can tell beside the request's context. */
  readonly details: Readonly<Record<string, unknown>>;
};

/** Serves one REST API, as behind a custom domain: without the stage in the path. */
export function serveApi(api: ApiModel, dependencies: ServeApiDependencies): HttpHandler {
  const { region, invoke, mayInvoke, onAccess, now } = dependencies;
  const route = createRouter(api.methods);
  const executeArn = `arn:aws:execute-api:${region}:${ACCOUNT_ID}:${api.apiId}`;
  const policy = api.policy && ownResources(api.policy, executeArn);
  const throttles = new Map(
    api.methods.flatMap((method): [MethodModel, () => boolean][] =>
      method.throttle ? [[method, createThrottle(method.throttle, now)]] : [],
    ),
  );
  const authorizers = new Map<string, AuthorizeRequest>();

  const authorizerFor = (authorizer: AuthorizerModel): AuthorizeRequest => {
    const ask = (event: unknown) => invoke(authorizer.functionArn, JSON.stringify(event));
    const known = authorizers.get(authorizer.id) ?? createTokenAuthorizer(authorizer, ask, now, policy);
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
    context: Readonly<Record<string, unknown>>,
    match: RouteMatch | undefined,
    body: Buffer | undefined,
  ): Promise<Answer> => {
    let details: Answer['details'] = {};
    const fail = (type: GatewayErrorType, message?: string): Answer => {
      const error = gatewayError(type, message);
      const response = gatewayResponse(api, request, { ...context, ...details }, type, error);
      return { response, details: { ...details, error } };
    };
    const reply = (response: ApiResponse | GatewayErrorType): Answer =>
      typeof response === 'string' ? fail(response) : { response, details };

    if (!match) return fail('MISSING_AUTHENTICATION_TOKEN');
    if (!body) return fail('REQUEST_TOO_LARGE', `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`);
    const { method, pathParameters } = match;
    const { authorizer, integration, resourcePath } = method;

    const asked = (path: string): InvokeRequest => ({
      action: 'execute-api:Invoke',
      resource: `${executeArn}/${api.stage}/${request.httpMethod}${path}`,
      context: { 'aws:sourceip': request.sourceIp },
    });
    const refusal =
      policy && resourcePolicyRefusal(policy, asked(canonicalPath(request.path)), authorizer !== undefined);
    if (refusal !== undefined) return fail('ACCESS_DENIED', refusal);
    const mayPass = throttles.get(method);
    if (mayPass?.() === false) return fail('THROTTLED');
    if (integration.kind === 'unsupported') return fail('API_CONFIGURATION_ERROR');

    let authorization: Readonly<Record<string, unknown>> | undefined;
    if (authorizer) {
      if (!mayInvoke(authorizer.functionArn, `${executeArn}/authorizers/${authorizer.id}`))
        return fail('AUTHORIZER_CONFIGURATION_ERROR');
      const token = header(request, authorizer.identityHeader);
      const outcome = await authorizerFor(authorizer)(token, asked(request.path)).catch(
        () => ({ kind: 'refused', type: 'AUTHORIZER_FAILURE' }) as const,
      );
      if (outcome.kind === 'refused')
        return fail(outcome.type, 'message' in outcome ? outcome.message : undefined);
      authorization = outcome.context;
      details = { authorizer: authorization };
    }
    if (integration.kind === 'mock') {
      const stageVariables = api.stageVariables ?? {};
      const isBinary = isBinaryMediaType(api.binaryMediaTypes, header(request, 'content-type'));
      return reply(mockResponse(integration, { request, pathParameters, context, stageVariables }, isBinary));
    }

    const sourceArn = asked(resourcePath.replace(/\{[^}]+\}/g, 'x')).resource;
    if (!mayInvoke(integration.functionArn, sourceArn)) return fail('API_CONFIGURATION_ERROR');
    const startedAt = now();
    const result = await callFunction(integration, proxyEvent(api, match, request, body, authorization));
    const latency = now() - startedAt;
    details = { ...details, integrationLatency: latency, integration: { latency } };
    if (typeof result === 'string') return fail(result);
    // Lambda's own answer: a function that throws has been run all the same.
    const status = 200;
    details = { ...details, integrationStatus: status, integration: { latency, status } };
    if (result.functionError) return fail('MALFORMED_PROXY_RESPONSE');
    return reply(proxyResponse(api, request, result.payload) ?? 'MALFORMED_PROXY_RESPONSE');
  };

  return async (message, response) => {
    const request = readRequest(message, now());
    const match = route(request.httpMethod, request.path);
    const context = requestContext(api, match?.method, request);
    const body = await readBody(message, MAX_BODY_BYTES);
    const { response: answered, details } = await answer(request, context, match, body);
    if (api.accessLogFormat !== undefined) {
      const { status, body: sent } = answered;
      const outcome = { status, responseLength: sent.length, responseLatency: now() - request.receivedAt };
      onAccess(accessLogLine(api.accessLogFormat, { ...context, ...details, ...outcome }));
    }
    write(response, answered);
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
