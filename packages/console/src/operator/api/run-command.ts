import { callError, connectionLost, consoleGone, isNoAnswer } from './call-error.ts';
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
  const { signal } = hooks;
  const response = await ask(`/api/commands/${name.split(' ').join('/')}`, {
    method: 'POST',
    body: JSON.stringify(input),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.body === null) throw connectionLost();
  try {
    return await follow(response.body, hooks);
  } catch (error) {
    throw isNoAnswer(error) ? connectionLost() : error;
  }
}

async function follow(
  body: ReadableStream<Uint8Array>,
  { onProgress, onQuestion, onPrinted }: RunHooks,
): Promise<Printed> {
  let last: Printed | undefined;
  for await (const line of readLines<Line>(body)) {
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
  throw connectionLost();
}

async function answer(id: string, confirmed: boolean): Promise<void> {
  await ask(`/api/questions/${id}`, { method: 'POST', body: JSON.stringify({ confirmed }) });
}

export async function readConsole(): Promise<ConsoleDescription> {
  const description: ConsoleDescription = await (await ask('/api/console')).json();
  return description;
}

/** @throws ApiProblem for whatever is no good answer */
async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...init, headers: callHeaders() }).catch((error: unknown) => {
    throw isNoAnswer(error) ? consoleGone() : error;
  });
  if (response.ok) return response;
  const body: { readonly error?: { readonly code: string; readonly message: string } } = await response
    .json()
    .catch(() => ({}));
  const { code = 'refused', message = `The console answered ${response.status}.` } = body.error ?? {};
  throw callError(response.status, code, message);
}
