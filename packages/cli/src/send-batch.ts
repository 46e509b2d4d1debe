import * as z from 'zod';
import { askUntilTaken, parseAnswer, problemSchema, type SendTo } from './ask-until-taken.ts';
import type { FileBatch } from './read-batches.ts';
import type { Session } from './session.ts';

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
 * Sends it until each of its lines is accepted or refused for what it is.
 *
 * @throws CommandError when the API does not take it
 */
export const sendBatch = (
  session: Pick<Session, 'fetch' | 'sleep'>,
  to: SendTo,
  { bytes, key }: FileBatch,
): Promise<readonly BatchResult[]> =>
  askUntilTaken(
    session,
    to,
    { headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key }, bytes },
    ({ status, text }, isLast) => {
      if (status !== 200 && status !== 207) return undefined;
      const { results } = parseAnswer(answerSchema, text);
      const isOpen = results.some(({ problem }) => problem !== undefined && problem.status >= 500);
      return isOpen && !isLast ? undefined : results;
    },
  );
