import type { LambdaHandler } from '@switchyard/core/http';
import { type ApiGatewayRequest, apiGatewayEvent, lambdaContext } from '@switchyard/core/testing';
import type { Handler } from '../function.ts';

/** What API Gateway hands to a function. */
export type GatewayRequest = ApiGatewayRequest & { readonly kind: 'http' };

export const answerHttp =
  (handler: LambdaHandler): Handler =>
  (payload, requestId) => {
    if (!isRequest(payload)) throw new TypeError('It is called by API Gateway only.');
    return handler(apiGatewayEvent({ ...payload, requestId }), lambdaContext());
  };

const isRequest = (payload: unknown): payload is GatewayRequest =>
  typeof payload === 'object' && payload !== null && 'kind' in payload && payload.kind === 'http';
