export type FieldProblem = { readonly path: string; readonly message: string };

type Problem = {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly request_id?: string;
  readonly errors?: readonly FieldProblem[] | undefined;
};

/** An answer of an API that is an error: RFC 9457, as all of ours are. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.request_id;
    this.fields = problem.errors ?? [];
  }
}

/** What comes between us and the API, such as a proxy, answers in its own way. */
export function toApiProblem(status: number, body: unknown): ApiProblem {
  if (isProblem(body)) return new ApiProblem(status, body);
  return new ApiProblem(status, {
    title: status >= 500 ? 'The gateway does not answer as it should' : 'Refused',
    detail: `It answered ${status}, without saying why. Try again in a moment.`,
    code: 'no_problem_document',
  });
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'detail' in body &&
  typeof body.detail === 'string' &&
  'title' in body &&
  typeof body.title === 'string' &&
  'code' in body &&
  typeof body.code === 'string';
