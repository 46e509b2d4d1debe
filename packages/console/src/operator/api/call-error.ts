import { ApiProblem } from '../../api/api-problem.ts';

const TITLES: Readonly<Record<string, string>> = {
  unreachable: 'The deployment does not answer',
  credentials_missing: 'There are no AWS credentials',
  credentials_refused: 'AWS refuses your credentials',
  access_denied: 'AWS does not allow you this',
  usage: 'That cannot be asked so',
  cancelled: 'Cancelled',
};

/** What a command, or the console, said was wrong: as an API's problem, so that it is shown as one. */
export function callError(status: number, code: string, detail: string): ApiProblem {
  const title = TITLES[code] ?? (code.endsWith('_not_found') ? 'Not found' : 'The command failed');
  return new ApiProblem(status, { title, detail, code });
}
