import type { LineOutcome } from '@switchyard/core/accept-batch';
import { problemSchema, toProblem } from '@switchyard/core/http';
import * as z from 'zod';
import { acceptedSchema } from './accepted.ts';
import type { Line } from './ndjson.ts';

const resultSchema = z.object({
  line: z.number().int().meta({
    description: 'Its number in the body, from 1. Empty lines are counted, and have no result.',
    example: 1,
  }),
  status_code: z.number().int().meta({
    description: '201, or the status of its problem: what it would be answered alone.',
    example: 201,
  }),
  ...acceptedSchema.partial().shape,
  replayed: z
    .literal(true)
    .optional()
    .meta({ description: 'An earlier request with this Idempotency-Key had made the event.' }),
  problem: problemSchema.optional(),
});

/** What became of each line of a batch, in their order. */
export const batchAnswerSchema = z.object({
  accepted: z
    .number()
    .int()
    .meta({ description: 'How many lines are events now, repeats among them.', example: 2 }),
  failed: z.number().int().meta({ description: 'How many are not.', example: 0 }),
  results: z.array(resultSchema),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

export function toBatchAnswer(
  lines: readonly Line[],
  outcomes: readonly LineOutcome[],
  requestId: string,
): BatchAnswer {
  const results = outcomes.map((outcome, index) => {
    const line = lines[index]?.number ?? 0;
    if (!(outcome instanceof Error)) {
      const { eventId, status, repeated } = outcome;
      return {
        line,
        status_code: 201,
        event_id: eventId,
        status,
        ...(repeated ? { replayed: true as const } : {}),
      };
    }
    const { retryAfterSeconds: _, ...problem } = toProblem(outcome, requestId);
    return { line, status_code: problem.status, problem };
  });
  const failed = outcomes.filter((outcome) => outcome instanceof Error).length;
  return { accepted: outcomes.length - failed, failed, results };
}
