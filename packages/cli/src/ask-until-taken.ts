import * as z from 'zod';
import { CommandError } from './errors.ts';
import type { Session } from './session.ts';

/** API Gateway answers within 29 s. */
const TIMEOUT_MS = 35_000;
/** While the API is throttled or down, for about half a minute more than a lease. */
const MAX_TRIES = 8;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export type SendTo = {
  readonly url: string;
  readonly apiKey: string;
};

export const problemSchema = z.object({ status: z.number(), code: z.string(), detail: z.string() });

type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

/**
 * Posts events until the answer is one that stands. Repeating is safe: the key makes the API do only what is still open.
 *
 * @param read undefined: not what is waited for, so it is asked again, or refused by what the answer says
 * @throws CommandError when the API does not take it
 */
export async function askUntilTaken<Result>(
  { fetch, sleep }: Pick<Session, 'fetch' | 'sleep'>,
  { url, apiKey }: SendTo,
  request: { readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array },
  read: (answer: Answer, isLast: boolean) => Result | undefined,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === MAX_TRIES;
    const answer = await ask(fetch, `${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, ...request.headers },
      body: new Uint8Array(request.bytes),
      redirect: 'manual',
    }).catch((cause: unknown) => {
      if (isLast) throw unreachable(url, cause);
      return undefined;
    });
    if (answer !== undefined) {
      const result = read(answer, isLast);
      if (result !== undefined) return result;
      const { status } = answer;
      if (isLast || (status >= 400 && status < 500 && status !== 429)) {
        const { code, detail } = parseAnswer(problemSchema, answer.text);
        throw new CommandError(code, detail);
      }
    }
    const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1_000;
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(asked, FIRST_WAIT_MS * 2 ** (tries - 1))));
  }
}

async function ask(fetch: Session['fetch'], url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

/** @throws CommandError for what is not of the API */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CommandError('answer_malformed', 'What answered is not the API: check the URL.', cause);
  }
}

const unreachable = (url: string, cause: unknown) =>
  new CommandError('api_unreachable', `${url} gave no answer in ${MAX_TRIES} tries.`, cause);
