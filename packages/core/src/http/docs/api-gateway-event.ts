import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

export type ApiGatewayRequest = {
  readonly method: string;
  /** Without the stage. */
  readonly path: string;
  /** `/prod` behind execute-api, empty on a custom domain. */
  readonly stagePath?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the authorizer put into the request context. */
  readonly authorizer?: Readonly<Record<string, string>>;
  readonly requestId?: string;
};

/** The event that an API Gateway REST API makes of a request: for tests, and to record examples. */
export function apiGatewayEvent(request: ApiGatewayRequest): APIGatewayProxyEvent {
  const { method, path, stagePath = '', query = {}, headers = {}, requestId = 'test-request' } = request;
  return {
    httpMethod: method,
    path,
    resource: path,
    headers: { ...headers },
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { ...query },
    multiValueQueryStringParameters: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, [value]]),
    ),
    pathParameters: null,
    stageVariables: null,
    body: request.body ?? null,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      authorizer: { ...request.authorizer },
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
