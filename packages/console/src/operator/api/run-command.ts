import { callError } from './call-error.ts';
import type { WrittenInput } from './command-line.ts';
import type { ConsoleDescription, Line } from './console-answers.ts';
import { readLines } from './read-lines.ts';
import { callHeaders } from './token.ts';

export type Printed = Extract<Line, { kind: 'printed' }>;

export type RunHooks = {
  readonly onProgress?: (progress: Extract<Line, { kind: 'progress' }>) => void;
  /** Of a command that asks. Without, the answer is no. */
  readonly onQuestion?: (question: string) => Promise<boolean>;
  /** The answer, or one of many. */
  readonly onPrinted?: (printed: Printed) => void;
  readonly signal?: AbortSignal;
};

/**
 * Runs a command, with the operator's credentials, where the console runs.
 *
 * @returns what was printed last
 * @throws ApiProblem
 */
export async function runCommand(name: string, input: WrittenInput, hooks: RunHooks = {}): Promise<Printed> {
  const { onProgress, onQuestion, onPrinted, signal } = hooks;
  const response = await fetch(`/api/commands/${name.split(' ').join('/')}`, {
    method: 'POST',
    headers: callHeaders(),
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok || response.body === null) throw await refused(response);
  let last: Printed | undefined;
  for await (const line of readLines<Line>(response.body)) {
    switch (line.kind) {
      case 'progress':
        onProgress?.(line);
        break;
      case 'question':
        await answer(line.id, (await onQuestion?.(line.question)) ?? false);
        break;
      case 'printed':
        last = line;
        onPrinted?.(line);
        break;
      case 'failed':
        throw callError(line.code === 'unreachable' ? 503 : 400, line.code, line.message);
      case 'ended':
        if (last !== undefined) return last;
    }
  }
  throw callError(503, 'stopped', 'The console ended before the command did. Is it still running?');
}

async function answer(id: string, confirmed: boolean): Promise<void> {
  const response = await fetch(`/api/questions/${id}`, {
    method: 'POST',
    headers: callHeaders(),
    body: JSON.stringify({ confirmed }),
  });
  if (!response.ok) throw await refused(response);
}

export async function readConsole(): Promise<ConsoleDescription> {
  const response = await fetch('/api/console', { headers: callHeaders() });
  if (!response.ok) throw await refused(response);
  const description: ConsoleDescription = await response.json();
  return description;
}

async function refused(response: Response) {
  const body: { readonly error?: { readonly code: string; readonly message: string } } = await response
    .json()
    .catch(() => ({}));
  const { code = 'refused', message = `The console answered ${response.status}.` } = body.error ?? {};
  return callError(response.status, code, message);
}
