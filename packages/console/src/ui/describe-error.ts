import { ApiProblem } from '../api/api-problem.ts';

export type DescribedError = {
  readonly title: string;
  readonly detail: string;
  /** Whether doing the same again may help. */
  readonly mayRetry: boolean;
  readonly requestId?: string;
};

/** An error in words that somebody can act on. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof ApiProblem) {
    const { status, title, detail, requestId } = error;
    return { title, detail, mayRetry: status >= 500 || status === 429, ...(requestId ? { requestId } : {}) };
  }
  // What fetch throws when there is no answer at all.
  if (error instanceof TypeError)
    return {
      title: 'No answer',
      detail:
        'The gateway could not be reached. Look at your connection, and try again: nothing you typed is lost.',
      mayRetry: true,
    };
  return {
    title: 'Something failed in this page',
    detail: error instanceof Error ? error.message : String(error),
    mayRetry: true,
  };
}
