import { GATEWAY_PROBLEMS, PROBLEM_CONTENT_TYPE, problem } from '@switchyard/core/http';
import { type OpenApiDocument, operationsOf, responseOf } from './openapi-document.ts';

/** Those that a caller of a documented operation meets; no recorded example can show them. */
const SUMMARIES = {
  NotAuthenticated: 'No valid API key',
  AccessDenied: 'The tenant is suspended',
  Throttled: 'Too many requests at once',
  QuotaExceeded: 'The daily quota is used up',
  IntegrationTimeout: 'Not finished in 29 seconds',
} as const satisfies Partial<Record<keyof typeof GATEWAY_PROBLEMS, string>>;
export type GatewayProblem = keyof typeof SUMMARIES;

/**
 * Describes these answers once, under their names in `components.responses`, and refers to them in each operation; where
 * the operation answers that status itself, they are one example more.
 */
export function shareGatewayProblems(
  document: OpenApiDocument,
  names: readonly GatewayProblem[],
  requestId: string,
): void {
  for (const name of names) {
    const { status, code, detail } = GATEWAY_PROBLEMS[name];
    const summary = SUMMARIES[name];
    for (const { operation } of operationsOf(document)) {
      if (operation.responses[status] === undefined) continue;
      const response = responseOf(operation, status);
      const media = response.content?.[PROBLEM_CONTENT_TYPE];
      const own = media?.examples;
      if (media !== undefined)
        media.examples = { ...own, [code]: { summary, value: problem(status, code, detail, requestId) } };
      if (own !== undefined) continue;
      document.components.responses = { ...document.components.responses, [name]: response };
      operation.responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
}

/** Says what `Retry-After` means wherever it is sent. */
export function describeRetryAfter(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    for (const status of [429, 503, 504]) {
      if (operation.responses[status] === undefined) continue;
      responseOf(operation, status).headers = {
        'Retry-After': {
          description: 'Seconds to wait before trying again.',
          schema: { type: 'integer' },
          example: status === 429 ? 3_600 : 1,
        },
      };
    }
  }
}
