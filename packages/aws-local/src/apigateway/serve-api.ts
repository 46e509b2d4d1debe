import type { ServerResponse } from 'node:http';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import type { Statement } from '../iam/statement.ts';
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
import { type Authorization, type AuthorizeRequest, createTokenAuthorizer } from './token-authorizer.ts';
import type { Admission, ApiKeyRecord } from './usage-plans.ts';

const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Lambda's own limit, on the whole event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export type ServeApiDependencies = {
  readonly region: string;
  readonly invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  /** Whether the template allows API Gateway to invoke the function for this source. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  /** Counts a request against the usage plan of its API key. */
  readonly admit: (apiKeyValue: string | undefined) => Admission;
  /** Takes a line for each request, where the stage has an access log. */
  readonly onAccess: (line: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
};

/** One REST API and what is known of it between requests. */
type ServedApi = ServeApiDependencies & {
  readonly api: ApiModel;
  readonly executeArn: string;
  readonly policy: readonly Statement[] | undefined;
  readonly throttles: ReadonlyMap<MethodModel, () => boolean>;
  readonly authorizers: ReadonlyMap<string, AuthorizeRequest>;
};

/** A request, the method that it is for, and what templates and logs can tell of it. */
type MatchedRequest = {
  readonly request: ApiRequest;
  readonly match: RouteMatch;
  readonly body: Buffer;
  /** Of a method that needs one. */
  readonly apiKey: ApiKeyRecord | undefined;
  readonly context: Readonly<Record<string, unknown>>;
};

type Answer = {
  readonly response: ApiResponse | GatewayErrorType;
  /** Of an error. */
  readonly message?: string | undefined;
  /** What the access log can tell beside the request's context. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** Serves one REST API, as behind a custom domain: without the stage in the path. */
export function serveApi(api: ApiModel, dependencies: ServeApiDependencies): HttpHandler {
  const served = prepare(api, dependencies);
  const route = createRouter(api.methods);
  return async (message, response) => {
    const request = readRequest(message, served.now());
    const match = route(request.httpMethod, request.path);
    const context = requestContext(api, match?.method, request);
    const body = await readBody(message, MAX_BODY_BYTES);
    const answered = await answer(served, request, context, match, body);
    const error =
      typeof answered.response === 'string' ? gatewayError(answered.response, answered.message) : undefined;
    const sent =
      typeof answered.response === 'string'
        ? gatewayResponse(api, request, { ...context, ...answered.details }, answered.response, error)
        : answered.response;
    if (api.accessLogFormat !== undefined) {
      const { status, body: sentBody } = sent;
      const responseLatency = served.now() - request.receivedAt;
      const outcome = { status, responseLength: sentBody.length, responseLatency };
      const details = { ...answered.details, ...(error ? { error } : {}) };
      served.onAccess(accessLogLine(api.accessLogFormat, { ...context, ...details, ...outcome }));
    }
    write(response, sent);
  };
}

function prepare(api: ApiModel, dependencies: ServeApiDependencies): ServedApi {
  const { region, invoke, now } = dependencies;
  const executeArn = `arn:aws:execute-api:${region}:${ACCOUNT_ID}:${api.apiId}`;
  const policy = api.policy && ownResources(api.policy, executeArn);
  const throttles = new Map<MethodModel, () => boolean>();
  const authorizers = new Map<string, AuthorizeRequest>();
  for (const method of api.methods) {
    if (method.throttle) throttles.set(method, createThrottle(method.throttle, now));
    const { authorizer } = method;
    if (!authorizer || authorizers.has(authorizer.id)) continue;
    const ask = (event: unknown) => invoke(authorizer.functionArn, JSON.stringify(event));
    authorizers.set(authorizer.id, createTokenAuthorizer(authorizer, ask, now, policy));
  }
  return { ...dependencies, api, executeArn, policy, throttles, authorizers };
}

async function answer(
  served: ServedApi,
  request: ApiRequest,
  context: Readonly<Record<string, unknown>>,
  match: RouteMatch | undefined,
  body: Buffer | undefined,
): Promise<Answer> {
  if (!match) return { response: 'MISSING_AUTHENTICATION_TOKEN' };
  if (!body)
    return {
      response: 'REQUEST_TOO_LARGE',
      message: `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`,
    };
  const { method } = match;
  const { policy, throttles } = served;
  const asked = askedFor(served, request, canonicalPath(request.path));
  const refusal = policy && resourcePolicyRefusal(policy, asked, method.authorizer !== undefined);
  if (refusal !== undefined) return { response: 'ACCESS_DENIED', message: refusal };
  if (throttles.get(method)?.() === false) return { response: 'THROTTLED' };
  if (method.integration.kind === 'unsupported') return { response: 'API_CONFIGURATION_ERROR' };
  const outcome = method.authorizer && (await authorize(served, request, method.authorizer));
  if (outcome?.kind === 'refused') return { response: outcome.type, message: outcome.message };
  const details = outcome === undefined ? {} : { authorizer: outcome.context };
  const admission = method.apiKeyRequired ? admit(served, request, outcome?.usageIdentifierKey) : undefined;
  if (admission?.kind === 'refused') return { response: admission.type, details };
  const matched = { request, context, match, body, apiKey: admission?.apiKey };
  const answered = await integrate(served, matched, outcome?.context);
  return { ...answered, details: { ...details, ...answered.details } };
}

const admit = (
  { api, admit: count }: ServedApi,
  request: ApiRequest,
  usageIdentifierKey: string | undefined,
): Admission => count(api.apiKeySource === 'AUTHORIZER' ? usageIdentifierKey : header(request, 'x-api-key'));

const askedFor = ({ api, executeArn }: ServedApi, request: ApiRequest, path: string): InvokeRequest => ({
  action: 'execute-api:Invoke',
  resource: `${executeArn}/${api.stage}/${request.httpMethod}${path}`,
  context: { 'aws:sourceip': request.sourceIp },
});

async function authorize(
  served: ServedApi,
  request: ApiRequest,
  { id, functionArn, identityHeader }: AuthorizerModel,
): Promise<Authorization> {
  const authorizeRequest = served.authorizers.get(id);
  if (!authorizeRequest || !served.mayInvoke(functionArn, `${served.executeArn}/authorizers/${id}`))
    return { kind: 'refused', type: 'AUTHORIZER_CONFIGURATION_ERROR' };
  const asked = askedFor(served, request, request.path);
  return authorizeRequest(header(request, identityHeader), asked).catch(() => ({
    kind: 'refused',
    type: 'AUTHORIZER_FAILURE',
  }));
}

async function integrate(
  served: ServedApi,
  { request, context, match, body, apiKey }: MatchedRequest,
  authorization: Readonly<Record<string, unknown>> | undefined,
): Promise<Answer> {
  const { api, mayInvoke, now } = served;
  const { integration, resourcePath } = match.method;
  switch (integration.kind) {
    case 'unsupported':
      return { response: 'API_CONFIGURATION_ERROR' };
    case 'mock': {
      const variables = { request, context, stageVariables: api.stageVariables ?? {} };
      const isBinary = isBinaryMediaType(api.binaryMediaTypes, header(request, 'content-type'));
      const { pathParameters } = match;
      return { response: mockResponse(integration, { ...variables, pathParameters }, isBinary) };
    }
    case 'lambda': {
      const sourceArn = askedFor(served, request, resourcePath.replace(/\{[^}]+\}/g, 'x')).resource;
      if (!mayInvoke(integration.functionArn, sourceArn)) return { response: 'API_CONFIGURATION_ERROR' };
      const startedAt = now();
      const event = proxyEvent(api, match, request, body, { authorizer: authorization, apiKey });
      const result = await callFunction(served, integration, event);
      const latency = now() - startedAt;
      if (typeof result === 'string')
        return { response: result, details: { integrationLatency: latency, integration: { latency } } };
      // Lambda's own answer: a function that throws has been run all the same.
      const status = 200;
      const integrated = {
        integrationLatency: latency,
        integrationStatus: status,
        integration: { latency, status },
      };
      const response = result.functionError ? undefined : proxyResponse(api, request, result.payload);
      return { response: response ?? 'MALFORMED_PROXY_RESPONSE', details: integrated };
    }
  }
}

async function callFunction(
  { invoke }: ServedApi,
  { functionArn, timeoutMs }: Extract<Integration, { kind: 'lambda' }>,
  event: Record<string, unknown>,
): Promise<InvocationResult | GatewayErrorType> {
  const payload = JSON.stringify(event);
  if (Buffer.byteLength(payload) > MAX_EVENT_BYTES) return 'REQUEST_TOO_LARGE';
  const timedOut = Promise.withResolvers<'INTEGRATION_TIMEOUT'>();
  const timer = setTimeout(() => timedOut.resolve('INTEGRATION_TIMEOUT'), timeoutMs);
  try {
    // A throttled function is an internal error to API Gateway's callers.
    return await Promise.race([invoke(functionArn, payload), timedOut.promise]).catch(
      () => 'API_CONFIGURATION_ERROR' as const,
    );
  } finally {
    clearTimeout(timer);
  }
}

function write(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  if (response.destroyed) return;
  for (const [name, value] of headers) response.appendHeader(name, value);
  // No body has a length header where HTTP says that there is none.
  if (status >= 200 && status !== 204 && status !== 304) response.setHeader('Content-Length', body.length);
  response.writeHead(status);
  response.end(body);
}
