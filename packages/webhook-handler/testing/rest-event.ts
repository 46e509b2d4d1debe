import { apiGatewayEvent } from '@switchyard/core/testing';
import type { APIGatewayProxyEvent } from 'aws-lambda';
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

/** The event that API Gateway's REST API makes of a provider's request, behind execute-api. */
export function toRestEvent({
  method = 'POST',
  requestId = 'request-1',
  body,
  ...request
}: RestRequest): APIGatewayProxyEvent {
  return apiGatewayEvent({
    ...request,
    method,
    requestId,
    body: body.length === 0 ? undefined : body,
    domainName: GATEWAY_DOMAIN,
    stagePath: `/${STAGE}`,
  });
}
