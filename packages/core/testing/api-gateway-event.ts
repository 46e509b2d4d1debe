import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** A list: it came several times. */
type Values = Readonly<Record<string, string | readonly string[]>>;

export type ApiGatewayRequest = {
  readonly method?: string;
  /** Without the stage; may have a query string. */
  readonly path: string;
  /** `/prod` behind execute-api, empty on a custom domain. */
  readonly stagePath?: string;
  readonly domainName?: string;
  readonly query?: Values | undefined;
  readonly headers?: Values | undefined;
  /** Bytes are handed over in base64, as API Gateway does with binary media types. */
  readonly body?: string | Uint8Array | undefined;
  /** What the authorizer put into the request context; null where none ran. */
  readonly authorizer?: Readonly<Record<string, string>> | null;
  readonly requestId?: string | undefined;
};

/** The event that an API Gateway REST API makes of a request. */
export function apiGatewayEvent(request: ApiGatewayRequest): APIGatewayProxyEvent {
  const { method = 'GET', stagePath = '', authorizer = null, requestId = 'test-request', body } = request;
  const [path = '', search = ''] = request.path.split('?', 2);
  const query = listsOf({ ...queryIn(search), ...request.query });
  const headers = listsOf(request.headers ?? {});
  return {
    httpMethod: method,
    path,
    resource: path,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: lastOf(query),
    multiValueQueryStringParameters: query,
    pathParameters: null,
    stageVariables: null,
    body: body === undefined ? null : typeof body === 'string' ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined && typeof body !== 'string',
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: authorizer === null ? null : { ...authorizer },
      ...(request.domainName === undefined ? {} : { domainName: request.domainName }),
      httpMethod: method,
      identity: CALLER,
      path: `${stagePath}${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTimeEpoch: 0,
      resourceId: 'resource',
      resourcePath: path,
      stage: stagePath.slice(1) || 'prod',
    },
  };
}

function queryIn(search: string): Values {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) query[name] = [...(query[name] ?? []), value];
  return query;
}

const listsOf = (values: Values): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()]));

/** Of what came several times, API Gateway shows the last one here. */
const lastOf = (lists: Readonly<Record<string, string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? '']));

const CALLER: APIGatewayProxyEvent['requestContext']['identity'] = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '192.0.2.1',
  user: null,
  userAgent: null,
  userArn: null,
};

/** The context of an invocation that nobody looks at. */
export const lambdaContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:test',
  memoryLimitInMB: '256',
  awsRequestId: 'test',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
