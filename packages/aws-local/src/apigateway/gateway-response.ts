import type { ApiModel } from './api-model.ts';
import { chooseTemplate } from './choose-template.ts';
import { contextVariable } from './context-variable.ts';
import { type ApiRequest, header } from './request-event.ts';

/** Of the errors that API Gateway answers by itself, those that can happen here. */
const DEFAULTS = {
  ACCESS_DENIED: [403, 'AccessDeniedException', 'User is not authorized to access this resource'],
  API_CONFIGURATION_ERROR: [500, 'InternalServerErrorException', 'Internal server error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'AuthorizerConfigurationException', null],
  AUTHORIZER_FAILURE: [500, 'AuthorizerFailureException', null],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException', 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException', 'Endpoint request timed out'],
  INVALID_API_KEY: [403, 'ForbiddenException', 'Forbidden'],
  MALFORMED_PROXY_RESPONSE: [502, 'InternalServerErrorException', 'Internal server error'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  QUOTA_EXCEEDED: [429, 'LimitExceededException', 'Limit Exceeded'],
  REQUEST_TOO_LARGE: [413, 'RequestTooLargeException', 'Request Entity Too Large'],
  THROTTLED: [429, 'TooManyRequestsException', 'Too Many Requests'],
  UNAUTHORIZED: [401, 'UnauthorizedException', 'Unauthorized'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'BadRequestException', 'Unsupported Media Type'],
} as const satisfies Record<string, readonly [number, string, string | null]>;

/** API Gateway has no response type for a function that fails; such an error takes `DEFAULT_5XX`. */
export type GatewayErrorType = keyof typeof DEFAULTS;

export type ApiResponse = {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
};

const FALLBACK_TEMPLATE = { 'application/json': '{"message":$context.error.messageString}' };

/** `$context.error` of templates and access logs. */
export function gatewayError(type: GatewayErrorType, givenMessage?: string) {
  const [, , defaultMessage] = DEFAULTS[type];
  const message = givenMessage ?? defaultMessage;
  return {
    message: message ?? '',
    messageString: JSON.stringify(message),
    responseType: type === 'MALFORMED_PROXY_RESPONSE' ? 'DEFAULT_5XX' : type,
    validationErrorString: '',
  };
}

/** The response for an error, as the API's gateway responses shape it. */
export function gatewayResponse(
  api: ApiModel,
  request: ApiRequest,
  context: Readonly<Record<string, unknown>>,
  type: GatewayErrorType,
  error = gatewayError(type),
): ApiResponse {
  const [defaultStatus, errorType] = DEFAULTS[type];
  const family = defaultStatus < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const model = api.gatewayResponses.get(type) ?? api.gatewayResponses.get(family);
  const status = Number(model?.statusCode ?? defaultStatus);

  const variables = { context: { ...context, error }, stageVariables: api.stageVariables ?? {} };

  const templates = model && Object.keys(model.templates).length > 0 ? model.templates : FALLBACK_TEMPLATE;
  const [contentType, template] = chooseTemplate(templates, header(request, 'accept'));
  const body = Buffer.from(substitute(template, variables));

  const headers = new Map<string, readonly [string, string]>();
  const set = (name: string, value: string): void => {
    headers.set(name.toLowerCase(), [name, value]);
  };
  set('Content-Type', contentType);
  set('x-amzn-RequestId', request.requestId);
  set('x-amzn-ErrorType', errorType);
  set('x-amz-apigw-id', request.extendedRequestId);
  for (const [parameter, expression] of Object.entries(model?.parameters ?? {})) {
    const name = parameter.replace(/^gatewayresponse\.header\./, '');
    const value = parameterValue(expression, request, variables);
    if (name !== parameter && value !== undefined) set(name, value);
  }
  return { status, headers: [...headers.values()], body };
}

/** Gateway responses know simple variables only, no template language. */
const substitute = (template: string, variables: Readonly<Record<string, unknown>>): string =>
  template.replace(
    /\$(?:\{((?:context|stageVariables)[\w.]*)\}|((?:context|stageVariables)(?:\.\w+)+))/g,
    (_match, braced, bare) => contextVariable(variables, String(braced ?? bare)) ?? '',
  );

function parameterValue(
  expression: string,
  request: ApiRequest,
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return literal[1];
  const requested = /^method\.request\.header\.(.+)$/.exec(expression);
  if (requested) return header(request, requested[1] ?? '');
  const query = /^method\.request\.querystring\.(.+)$/.exec(expression);
  if (query) return request.query.get(query[1] ?? '') ?? undefined;
  return contextVariable(variables, expression) ?? '';
}
