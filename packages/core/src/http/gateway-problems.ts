import { titleOf } from './problem.ts';

const answer = (status: number, code: string, detail: string) => ({
  status,
  title: titleOf(status),
  code,
  detail,
});

/** Each 5XX says so: whoever repeats with the same key gets the same event. */
const REPEAT = 'Try again after a second, with the same Idempotency-Key if there was one.';
const NOT_FINISHED = answer(503, 'unavailable', `The request was not finished. ${REPEAT}`);

/**
 * What API Gateway answers by itself, before a function is asked or when one fails. Here, because the stack makes API
 * Gateway say it and the OpenAPI documents show it.
 */
export const GATEWAY_PROBLEMS = {
  NotAuthenticated: answer(
    401,
    'not_authenticated',
    'The API key is missing, malformed, unknown, revoked or expired. Send it as Authorization: Bearer sy_live_...',
  ),
  AccessDenied: answer(
    403,
    'access_denied',
    'This tenant is suspended, a link to the portal does not allow this, or this path does not take requests from your address. Ask the operator of this gateway.',
  ),
  Filtered: answer(
    403,
    'request_filtered',
    'The firewall before this gateway refused the request, or your address sends too many. Ask the operator of this gateway.',
  ),
  RouteNotFound: answer(404, 'route_not_found', 'There is no such path, or it does not take this method.'),
  // API Gateway takes 10 MB, a function 6 MB, in which a body is base64.
  TooLarge: answer(413, 'payload_too_large', 'The request is larger than the 4.5 MB that can be taken.'),
  // Not 429: SendGrid drops a mail for good on any 4xx, and sends again what got 503.
  Throttled: answer(
    503,
    'throttled',
    `Too many requests at once: more than your plan, or this gateway, takes in a second. ${REPEAT}`,
  ),
  // Only what a tenant sends has a quota.
  QuotaExceeded: answer(
    429,
    'quota_exceeded',
    'The daily quota of your plan is used up: that many requests were sent since midnight UTC. It begins anew at the next; the operator of this gateway can put you on another plan before.',
  ),
  // A plan or key that was just made takes API Gateway a moment to know; without it, an operator has to act (doctor).
  PlanUnknown: answer(503, 'unavailable', `The plan of this tenant is not in force yet. ${REPEAT}`),
  AuthorizerFailure: answer(503, 'unavailable', `The API key could not be checked. ${REPEAT}`),
  AuthorizerConfigurationError: answer(503, 'unavailable', `The API key could not be checked. ${REPEAT}`),
  IntegrationFailure: NOT_FINISHED,
  IntegrationTimeout: answer(504, 'timed_out', `The request took too long. ${REPEAT}`),
  // Also what a function that crashed or was throttled gets.
  Other5xx: NOT_FINISHED,
  /** Without a status: API Gateway decides. */
  Other4xx: { title: titleOf(400), code: 'bad_request', detail: 'API Gateway refused the request.' },
} as const;
