import * as z from 'zod';
import { CommandError } from './errors.ts';
import type { FileBatch } from './read-batches.ts';
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

const problemSchema = z.object({ status: z.number(), code: z.string(), detail: z.string() });
const answerSchema = z.object({
  results: z.array(
    z.object({
      line: z.number(),
      event_id: z.string().optional(),
      replayed: z.boolean().default(false),
      problem: problemSchema.optional(),
    }),
  ),
});
export type BatchResult = z.infer<typeof answerSchema>['results'][number];

/**
 * Sends it until each of its lines is accepted or refused for what it is. Repeating is safe: the key makes the API do
 * only what is still open.
 *
 * @throws CommandError when the API does not take it
 */
export async function sendBatch(
  { fetch, sleep }: Pick<Session, 'fetch' | 'sleep'>,
  { url, apiKey }: SendTo,
  { bytes, key }: FileBatch,
): Promise<readonly BatchResult[]> {
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === MAX_TRIES;
    const { response, text } = await ask(fetch, `${url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/x-ndjson',
        'idempotency-key': key,
      },
      body: new Uint8Array(bytes),
      redirect: 'manual',
    }).catch((cause: unknown) => {
      if (isLast) throw unreachable(url, cause);
      return { response: undefined, text: '' };
    });
    if (response?.status === 200 || response?.status === 207) {
      const { results } = parse(answerSchema, text);
      if (isLast || !results.some(({ problem }) => problem !== undefined && problem.status >= 500))
        return results;
    } else if (response !== undefined && (isLast || (response.status < 500 && response.status !== 429))) {
      const { code, detail } = parse(problemSchema, text);
      throw new CommandError(code, detail);
    }
    const asked = Number(response?.headers.get('retry-after') ?? 0) * 1_000;
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(asked, FIRST_WAIT_MS * 2 ** (tries - 1))));
  }
}

async function ask(fetch: Session['fetch'], url: string, init: RequestInit) {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { response, text: await response.text() };
}

function parse<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CommandError('answer_malformed', 'What answered is not the API: check the URL.', cause);
  }
}

const unreachable = (url: string, cause: unknown) =>
  new CommandError('api_unreachable', `${url} gave no answer in ${MAX_TRIES} tries.`, cause);
