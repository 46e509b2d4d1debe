import { apiGatewayEvent } from '@switchyard/core/documentation';
import { TENANT_ID } from '@switchyard/core/testing';
import type { APIGatewayProxyEvent } from 'aws-lambda';

type Values = Readonly<Record<string, string | readonly string[]>>;

export type RequestParts = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Values;
  readonly headers?: Values;
  /** Bytes are handed over in base64, as API Gateway does with binary media types; absent is null, as without a body. */
  readonly body?: string | Uint8Array | undefined;
  /** Whom the authorizer proved; null: no authorizer ran. */
  readonly tenantId?: string | null;
  readonly requestId?: string;
};

const all = (values: Values): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()]));
/** Of repeated ones API Gateway gives the last in the single-value map. */
const last = (values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(all(values)).map(([name, value]) => [name, value.at(-1) ?? '']));

/** What API Gateway hands to the function for a request of the tenant `acme`. */
export function anApiGatewayEvent(parts: RequestParts = {}): APIGatewayProxyEvent {
  const { method = 'GET', path = '/v1/events', query = {}, headers = {}, body, tenantId = TENANT_ID } = parts;
  const event = apiGatewayEvent({
    method,
    path,
    query: last(query),
    headers: last(headers),
    ...(tenantId === null ? {} : { authorizer: { tenantId, plan: 'standard', keyId: 'key_1' } }),
    ...(parts.requestId === undefined ? {} : { requestId: parts.requestId }),
  });
  return {
    ...event,
    multiValueHeaders: all(headers),
    multiValueQueryStringParameters: all(query),
    body: body === undefined ? null : typeof body === 'string' ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined && typeof body !== 'string',
    requestContext: { ...event.requestContext, ...(tenantId === null ? { authorizer: null } : {}) },
  };
}
