// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates of AWS write their variables so
import { expect, it } from '@jest/globals';
import { anApi, aRequest } from '../../testing/api-parts.ts';
import type { GatewayResponseModel } from './api-model.ts';
import { gatewayError, gatewayResponse } from './gateway-response.ts';

const response = (overrides: Partial<GatewayResponseModel> = {}): GatewayResponseModel => ({
  statusCode: undefined,
  parameters: {},
  templates: {},
  ...overrides,
});
const api = anApi({
  gatewayResponses: new Map([
    [
      'UNAUTHORIZED',
      response({
        statusCode: '403',
        parameters: {
          'gatewayresponse.header.WWW-Authenticate': "'Bearer'",
          'gatewayresponse.header.X-Origin': 'method.request.header.Origin',
          'gatewayresponse.header.X-Id': 'context.requestId',
        },
        templates: {
          'application/problem+json':
            '{"t":$context.error.messageString,"r":"$context.error.responseType","i":"${context.requestId}","none":"$context.nothing.here"}',
        },
      }),
    ],
    [
      'DEFAULT_4XX',
      response({
        templates: {
          'application/json': '{"m":"$context.error.message at $context.path"}',
          'text/plain': 'plain',
        },
      }),
    ],
  ]),
});
const make = (
  type: Parameters<typeof gatewayResponse>[3],
  headers: Record<string, string> = {},
  message?: string,
) => {
  const made = gatewayResponse(
    api,
    aRequest(headers),
    { requestId: 'request-1', path: '/v1' },
    type,
    gatewayError(type, message),
  );
  return { status: made.status, headers: Object.fromEntries(made.headers), body: made.body.toString() };
};

it('status, headers and body come from the response of the type', () => {
  const made = make('UNAUTHORIZED', { Origin: 'https://a.example' });
  expect(made.status).toBe(403);
  expect(made.headers).toMatchObject({
    'Content-Type': 'application/problem+json',
    'WWW-Authenticate': 'Bearer',
    'X-Origin': 'https://a.example',
    'X-Id': 'request-1',
    'x-amzn-ErrorType': 'UnauthorizedException',
  });
  expect(JSON.parse(made.body)).toEqual({ t: 'Unauthorized', r: 'UNAUTHORIZED', i: 'request-1', none: '' });
});

it('a type without a response of its own takes that of its family, and keeps its status', () => {
  expect(make('MISSING_AUTHENTICATION_TOKEN')).toMatchObject({
    status: 403,
    body: '{"m":"Missing Authentication Token at /v1"}',
  });
  expect(make('REQUEST_TOO_LARGE', { Accept: 'text/plain;q=1' })).toMatchObject({
    status: 413,
    body: 'plain',
  });
});

it('without any response the body is the default one', () => {
  expect(make('INTEGRATION_TIMEOUT')).toMatchObject({
    status: 504,
    body: '{"message":"Endpoint request timed out"}',
  });
  expect(make('AUTHORIZER_FAILURE')).toMatchObject({ status: 500, body: '{"message":null}' });
  expect(make('MALFORMED_PROXY_RESPONSE')).toMatchObject({
    status: 502,
    body: '{"message":"Internal server error"}',
  });
});
