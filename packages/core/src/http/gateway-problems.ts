/**
 * What API Gateway answers by itself, before a function is asked or when one fails. Here, because the stack makes API
 * Gateway say it and the OpenAPI documents show it.
 */
export const GATEWAY_PROBLEMS = {
  NotAuthenticated: {
    status: 401,
    title: 'Not authenticated',
    code: 'not_authenticated',
    detail:
      'The API key is missing, malformed, unknown, revoked or expired. Send it as Authorization: Bearer sy_live_…',
  },
  AccessDenied: {
    status: 403,
    title: 'Forbidden',
    code: 'access_denied',
    detail:
      'This tenant is suspended, or this path does not take requests from your address. Ask the operator of this gateway.',
  },
  Filtered: {
    status: 403,
    title: 'Forbidden',
    code: 'request_filtered',
    detail:
      'The firewall before this gateway refused the request, or your address sends too many. Ask the operator of this gateway.',
  },
  RouteNotFound: {
    status: 404,
    title: 'Not found',
    code: 'route_not_found',
    detail: 'There is no such path, or it does not take this method.',
  },
  TooLarge: {
    status: 413,
    title: 'Payload too large',
    code: 'payload_too_large',
    // API Gateway takes 10 MB, a function 6 MB, in which a body is base64.
    detail: 'The request is larger than the 4.5 MB that can be taken.',
  },
  Throttled: {
    status: 429,
    title: 'Too many requests',
    code: 'throttled',
    detail: 'Too many requests at once. Try again after a second.',
  },
  AuthorizerFailure: {
    status: 503,
    title: 'Temporarily unavailable',
    code: 'unavailable',
    detail: 'The API key could not be checked. Try again.',
  },
  IntegrationFailure: {
    status: 503,
    title: 'Temporarily unavailable',
    code: 'unavailable',
    detail: 'The request was not finished. Try again, with the same Idempotency-Key if there was one.',
  },
  IntegrationTimeout: {
    status: 504,
    title: 'Timed out',
    code: 'timed_out',
    detail: 'The request took too long. Try again, with the same Idempotency-Key if there was one.',
  },
  /** Without a status: API Gateway decides. */
  Other4xx: { title: 'Bad request', code: 'bad_request', detail: 'API Gateway refused the request.' },
  Other5xx: { title: 'Internal error', code: 'internal_error', detail: 'Something failed on our side.' },
} as const;
