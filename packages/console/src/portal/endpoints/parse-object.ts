import { ApiProblem } from '../../api/api-problem.ts';

/** @throws ApiProblem as the API would refuse it */
export function parseObject(path: string, text: string, example: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid(path, `must be JSON: ${error instanceof Error ? error.message : 'it is not'}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw invalid(path, `must be an object, such as ${example}`);
  return { ...parsed };
}

const invalid = (path: string, message: string): ApiProblem =>
  new ApiProblem(422, {
    title: 'Unprocessable content',
    detail: message,
    code: 'body_invalid',
    errors: [{ path, message }],
  });
