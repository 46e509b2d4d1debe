import { type ApiGatewayRequest, apiGatewayEvent, TENANT_ID } from '@switchyard/core/testing';
import type { APIGatewayProxyEvent } from 'aws-lambda';

export type RequestParts = Partial<Omit<ApiGatewayRequest, 'authorizer'>> & {
  /** Whom the authorizer proved; null: no authorizer ran. */
  readonly tenantId?: string | null;
};

/** What API Gateway hands to the function for a request of the tenant `acme`. */
export function anApiGatewayEvent({
  tenantId = TENANT_ID,
  ...request
}: RequestParts = {}): APIGatewayProxyEvent {
  const authorizer = tenantId === null ? null : { tenantId, plan: 'standard', keyId: 'key_1' };
  return apiGatewayEvent({ path: '/v1/events', ...request, authorizer });
}
