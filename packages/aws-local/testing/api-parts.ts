import type { ApiModel } from '../src/apigateway/api-model.ts';
import type { ApiRequest } from '../src/apigateway/request-event.ts';

export const anApi = (overrides: Partial<ApiModel> = {}): ApiModel => ({
  logicalId: 'Api',
  apiId: 'abc',
  stage: 'prod',
  stageVariables: null,
  apiKeySource: 'HEADER',
  binaryMediaTypes: [],
  policy: undefined,
  accessLogFormat: undefined,
  methods: [],
  gatewayResponses: new Map(),
  unsupported: [],
  ...overrides,
});

export const aRequest = (headers: Record<string, string> = {}): ApiRequest => ({
  requestId: 'request-1',
  extendedRequestId: 'extended-1',
  receivedAt: 0,
  httpMethod: 'GET',
  path: '/v1',
  query: new URLSearchParams('q=1'),
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  sourceIp: '127.0.0.1',
  protocol: 'HTTP/1.1',
});
