import { ApiProblem } from '../../api/api-problem.ts';

const TITLES: Readonly<Record<string, string>> = {
  unreachable: 'The deployment does not answer',
  credentials_missing: 'There are no AWS credentials',
  credentials_refused: 'AWS refuses your credentials',
  access_denied: 'AWS does not allow you this',
  usage: 'That cannot be asked so',
  cancelled: 'Cancelled',
  not_accepting: 'Events are not accepted',
  console_gone: 'No answer',
  stopped: 'The connection was lost',
};

/** What a command, or the console, said was wrong: as an API's problem, so that it is shown as one. */
export function callError(status: number, code: string, detail: string): ApiProblem {
  const title = TITLES[code] ?? (code.endsWith('_not_found') ? 'Not found' : 'The command failed');
  return new ApiProblem(status, { title, detail, code });
}

/** Of the console itself, which is a program on this machine. */
export const consoleGone = (): ApiProblem =>
  callError(
    503,
    'console_gone',
    'The console does not answer. Does `pnpm cli console` still run? Once started again, it prints another address.',
  );

/** A command that changes something goes on to its end, which nobody is told of here. */
export const connectionLost = (): ApiProblem =>
  callError(
    503,
    'stopped',
    'It ended before the command did, which may have gone on. Look at what it was about before you run it again.',
  );

/** What `fetch` and the reading of its answer throw where there is none. */
export const isNoAnswer = (error: unknown): boolean => error instanceof TypeError;

/** Nobody can say what became of the command. */
export const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'stopped';
