import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import type { ApiModel, MethodModel } from './api-model.ts';
import type { RouteMatch } from './match-route.ts';
import { isBinaryMediaType } from './media-type.ts';
import type { ApiKeyRecord } from './usage-plans.ts';

/** One request, read once and given to whichever part needs it. */
export type ApiRequest = {
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly receivedAt: number;
  readonly httpMethod: string;
  /** As it was sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names as they were sent; all values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Who asks; of a request that comes through a tunnel, whom the tunnel names last. */
  readonly sourceIp: string;
  readonly protocol: string;
};

/** Headers of one connection, which API Gateway keeps to itself. */
const HOP_BY_HOP = new Set(['connection', 'expect', 'keep-alive', 'te', 'transfer-encoding', 'upgrade']);

export const header = (request: ApiRequest, name: string): string | undefined => {
  for (const [key, values] of request.headers)
    if (key.toLowerCase() === name.toLowerCase()) return values.at(-1);
  return undefined;
};

export function readRequest(message: IncomingMessage, now: number): ApiRequest {
  const url = message.url ?? '/';
  const at = url.indexOf('?');
  const headers = new Map<string, string[]>();
  const names = new Map<string, string>();
  const add = (name: string, value: string): void => {
    const known = names.get(name.toLowerCase()) ?? name;
    names.set(name.toLowerCase(), known);
    headers.set(known, [...(headers.get(known) ?? []), value]);
  };
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    if (HOP_BY_HOP.has(message.rawHeaders[index]?.toLowerCase() ?? '')) continue;
    add(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
  }
  const peer = message.socket.remoteAddress ?? '127.0.0.1';
  const set = (name: string, value: string): void => {
    headers.set(names.get(name.toLowerCase()) ?? name, [value]);
  };
  const forwardedFor = message.headers['x-forwarded-for'];
  set('X-Forwarded-For', forwardedFor ? `${forwardedFor}, ${peer}` : peer);
  const client =
    String(forwardedFor ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
  // A tunnel in front of the stack knows better how the request began.
  if (!names.has('x-forwarded-proto')) set('X-Forwarded-Proto', 'http');
  if (!names.has('x-forwarded-port')) set('X-Forwarded-Port', String(message.socket.localPort ?? 80));
  const requestId = randomUUID();
  set(
    'X-Amzn-Trace-Id',
    `Root=1-${Math.floor(now / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)}`,
  );
  return {
    requestId,
    extendedRequestId: Buffer.from(randomUUID().slice(0, 11)).toString('base64'),
    receivedAt: now,
    httpMethod: message.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
    headers,
    sourceIp: isIP(client) ? client : peer,
    protocol: `HTTP/${message.httpVersion}`,
  };
}

/** Milliseconds are not shown: `22/Nov/2026:05:25:40 +0000`. */
const clfTime = (at: number): string => {
  const [, day, month, year, time] = new Date(at).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};

export function requestContext(
  api: ApiModel,
  method: MethodModel | undefined,
  request: ApiRequest,
  apiKey?: ApiKeyRecord,
): Record<string, unknown> {
  // API Gateway answers only to its own names; here that is the address it listens on, whatever `Host` says.
  const domainName = '127.0.0.1';
  return {
    resourceId: method?.resourceId,
    resourcePath: method?.resourcePath,
    httpMethod: request.httpMethod,
    extendedRequestId: request.extendedRequestId,
    requestTime: clfTime(request.receivedAt),
    // Behind a custom domain, which the local addresses stand for, there is no stage in the path.
    path: request.path,
    accountId: ACCOUNT_ID,
    protocol: request.protocol,
    stage: api.stage,
    domainPrefix: domainName.split('.')[0],
    requestTimeEpoch: request.receivedAt,
    requestId: request.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      accountId: null,
      cognitoIdentityId: null,
      caller: null,
      sourceIp: request.sourceIp,
      principalOrgId: null,
      accessKey: null,
      cognitoAuthenticationType: null,
      cognitoAuthenticationProvider: null,
      userArn: null,
      userAgent: header(request, 'user-agent') ?? null,
      user: null,
      ...(apiKey === undefined ? {} : { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    },
    domainName,
    apiId: api.apiId,
  };
}

const nullIfEmpty = <T extends object>(object: T): T | null =>
  Object.keys(object).length > 0 ? object : null;

/** Whom a request is from, where that was asked. */
export type RequestIdentity = {
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
  readonly apiKey: ApiKeyRecord | undefined;
};

/** The event of a Lambda proxy integration, format 1.0. */
export function proxyEvent(
  api: ApiModel,
  { method, pathParameters }: RouteMatch,
  request: ApiRequest,
  body: Buffer,
  { authorizer, apiKey }: RequestIdentity,
): Record<string, unknown> {
  const isBinary =
    body.length > 0 && isBinaryMediaType(api.binaryMediaTypes, header(request, 'content-type'));
  const queryNames = [...new Set(request.query.keys())];
  return {
    resource: method.resourcePath,
    path: request.path,
    httpMethod: request.httpMethod,
    headers: Object.fromEntries([...request.headers].map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(request.headers),
    queryStringParameters: nullIfEmpty(
      Object.fromEntries(queryNames.map((name) => [name, request.query.getAll(name).at(-1)])),
    ),
    multiValueQueryStringParameters: nullIfEmpty(
      Object.fromEntries(queryNames.map((name) => [name, request.query.getAll(name)])),
    ),
    pathParameters,
    stageVariables: api.stageVariables,
    requestContext: {
      ...requestContext(api, method, request, apiKey),
      ...(authorizer ? { authorizer } : {}),
    },
    body: body.length === 0 ? null : body.toString(isBinary ? 'base64' : 'utf8'),
    isBase64Encoded: isBinary,
  };
}
