import { GATEWAY_PROBLEMS } from '@switchyard/core/http';
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

const RETRY_AFTER_A_SECOND = { 'Retry-After': "'1'" };

type GatewayError = {
  readonly name: keyof typeof GATEWAY_PROBLEMS;
  readonly type: ResponseType;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Which problem API Gateway answers for which of its error types, and with what headers. */
const GATEWAY_ERRORS: readonly GatewayError[] = [
  { name: 'NotAuthenticated', type: ResponseType.UNAUTHORIZED, headers: { 'WWW-Authenticate': "'Bearer'" } },
  { name: 'AccessDenied', type: ResponseType.ACCESS_DENIED },
  { name: 'Filtered', type: ResponseType.WAF_FILTERED },
  // What API Gateway calls a missing authentication token is a path or method that it does not know.
  { name: 'RouteNotFound', type: ResponseType.MISSING_AUTHENTICATION_TOKEN },
  { name: 'TooLarge', type: ResponseType.REQUEST_TOO_LARGE },
  { name: 'Throttled', type: ResponseType.THROTTLED, headers: RETRY_AFTER_A_SECOND },
  { name: 'QuotaExceeded', type: ResponseType.QUOTA_EXCEEDED, headers: { 'Retry-After': "'3600'" } },
  { name: 'PlanUnknown', type: ResponseType.INVALID_API_KEY, headers: RETRY_AFTER_A_SECOND },
  { name: 'AuthorizerFailure', type: ResponseType.AUTHORIZER_FAILURE, headers: RETRY_AFTER_A_SECOND },
  // An authorizer that throws anything but "Unauthorized", or cannot be invoked.
  {
    name: 'AuthorizerConfigurationError',
    type: ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
    headers: RETRY_AFTER_A_SECOND,
  },
  { name: 'IntegrationFailure', type: ResponseType.INTEGRATION_FAILURE, headers: RETRY_AFTER_A_SECOND },
  { name: 'IntegrationTimeout', type: ResponseType.INTEGRATION_TIMEOUT, headers: RETRY_AFTER_A_SECOND },
  { name: 'Other4xx', type: ResponseType.DEFAULT_4XX },
  { name: 'Other5xx', type: ResponseType.DEFAULT_5XX, headers: RETRY_AFTER_A_SECOND },
];

/**
 * Makes what API Gateway answers by itself look like what the functions answer.
 *
 * @param headers that all of them have, besides
 */
export function addGatewayErrors(api: RestApi, headers: Readonly<Record<string, string>>): void {
  for (const { name, type, headers: own } of GATEWAY_ERRORS) {
    const problem = GATEWAY_PROBLEMS[name];
    api.addGatewayResponse(name, {
      type,
      ...('status' in problem ? { statusCode: String(problem.status) } : {}),
      responseHeaders: { 'Content-Type': "'application/problem+json'", ...headers, ...own },
      templates: {
        'application/json': JSON.stringify({
          type: 'about:blank',
          ...problem,
          request_id: '$context.requestId',
        }),
      },
    });
  }
}
