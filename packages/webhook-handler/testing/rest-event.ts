import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { HttpRequest } from './signed-requests.ts';

export const GATEWAY_DOMAIN = 'abc123.execute-api.eu-west-1.amazonaws.com';
export const STAGE = 'prod';

export type RestRequest = Omit<HttpRequest, 'method' | 'headers'> & {
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  /** A list: the header came several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** API Gateway's id of the request. */
  readonly requestId?: string;
};

/** The event that API Gateway's REST API makes of a request: the body in base64, the query decoded, headers as sent. */
export function toRestEvent({
  method = 'POST',
  path,
  headers,
  body,
  requestId = 'request-1',
}: RestRequest): APIGatewayProxyEvent {
  const [pathname = '', search = ''] = path.split('?');
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) query[name] = [...(query[name] ?? []), value];
  const lists = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const);
  return {
    resource: pathname,
    path: pathname,
    httpMethod: method,
    // Of what is repeated, API Gateway shows the last one here.
    headers: Object.fromEntries(lists.map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(lists.map(([name, values]) => [name, [...values]])),
    queryStringParameters: Object.fromEntries(
      Object.entries(query).map(([name, values]) => [name, values.at(-1)]),
    ),
    multiValueQueryStringParameters: query,
    pathParameters: null,
    stageVariables: null,
    body: body.length === 0 ? null : body.toString('base64'),
    isBase64Encoded: body.length > 0,
    requestContext: {
      accountId: '1',
      apiId: 'abc123',
      authorizer: null,
      domainName: GATEWAY_DOMAIN,
      protocol: 'HTTP/1.1',
      httpMethod: method,
      identity: {
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
        sourceIp: '203.0.113.7',
        user: null,
        userAgent: null,
        userArn: null,
      },
      path: `/${STAGE}${pathname}`,
      stage: STAGE,
      requestId,
      requestTimeEpoch: 0,
      resourceId: 'r',
      resourcePath: pathname,
    },
  };
}

export function aLambdaContext(): Context {
  return {
    awsRequestId: 'lambda-request',
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'f',
    functionVersion: '1',
    invokedFunctionArn: 'arn',
    memoryLimitInMB: '512',
    logGroupName: 'g',
    logStreamName: 's',
    getRemainingTimeInMillis: () => 15_000,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
