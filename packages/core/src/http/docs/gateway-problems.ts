import { PROBLEM_CONTENT_TYPE, problem } from '../problem.ts';
import { type OpenApiDocument, operationsOf, responseOf } from './openapi-document.ts';

/**
 * What API Gateway answers before a function is asked, so that no recorded example can show it. The wording is that
 * of its gateway responses in cdk/lib/rest-api.ts.
 */
const GATEWAY_PROBLEMS = {
  NotAuthenticated: {
    status: 401,
    code: 'not_authenticated',
    summary: 'No valid API key',
    detail:
      'The API key is missing, malformed, unknown, revoked or expired. Send it as Authorization: Bearer sy_live_…',
  },
  TenantSuspended: {
    status: 403,
    code: 'tenant_suspended',
    summary: 'The tenant is suspended',
    detail: 'This tenant is suspended. Ask the operator of this gateway.',
  },
  Throttled: {
    status: 429,
    code: 'throttled',
    summary: 'Too many requests',
    detail: 'Too many requests at once. Try again after a second.',
  },
} as const;
export type GatewayProblem = keyof typeof GATEWAY_PROBLEMS;

/** Describes these answers once, under their names in `components.responses`, and refers to them in each operation. */
export function shareGatewayProblems(
  document: OpenApiDocument,
  names: readonly GatewayProblem[],
  requestId: string,
): void {
  for (const name of names) {
    const { status, code, summary, detail } = GATEWAY_PROBLEMS[name];
    for (const { operation } of operationsOf(document)) {
      if (operation.responses[status] === undefined) continue;
      const response = responseOf(operation, status);
      const media = response.content?.[PROBLEM_CONTENT_TYPE];
      if (media !== undefined)
        media.examples = { [code]: { summary, value: problem(status, code, detail, requestId) } };
      document.components.responses = { ...document.components.responses, [name]: response };
      operation.responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
}

/** Says what `Retry-After` means wherever it is sent. */
export function describeRetryAfter(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    for (const status of [429, 503]) {
      if (operation.responses[status] === undefined) continue;
      responseOf(operation, status).headers = {
        'Retry-After': {
          description: 'Seconds to wait before trying again.',
          schema: { type: 'integer' },
          example: 1,
        },
      };
    }
  }
}
