import { problemSchema } from './problem.ts';

const DESCRIPTIONS = {
  400: 'Malformed: the body is not JSON, or a header or parameter is not as described.',
  401: 'No bearer token, or one that is unknown, revoked or expired.',
  403: 'The tenant is suspended.',
  404: 'There is no such thing, or it is another tenant’s.',
  409: 'It contradicts what is there.',
  412: 'It is not as If-Match names it any more.',
  413: 'The body is larger than 256 KiB.',
  415: 'The content type is not application/json, or the body is compressed.',
  422: 'The body is JSON but not what is described.',
  429: 'The daily quota of your plan is used up. Nothing was accepted; Retry-After says when to look again.',
  503: 'Nothing was acknowledged, or too many requests came at once. Try again after Retry-After, with the same Idempotency-Key if there is one.',
  504: 'It took too long, and may have been done. Try again after Retry-After, with the same Idempotency-Key if there is one.',
} as const;
export type ProblemStatus = keyof typeof DESCRIPTIONS;

/**
 * The OpenAPI responses of the errors that a route can give.
 *
 * @param words of its own, where the usual ones do not fit
 */
export function problemResponses(
  statuses: readonly ProblemStatus[],
  words: Readonly<Partial<Record<ProblemStatus, string>>> = {},
) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: words[status] ?? DESCRIPTIONS[status],
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

/** The OpenAPI response of a success whose schema is described elsewhere, or needs other words here. */
export const described = <Schema>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
