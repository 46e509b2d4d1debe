import { replayIdSchema } from '@switchyard/core/ids';
import { replayedStatusSchema, replayReasonSchema, replayStateSchema } from '@switchyard/core/replays';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { tenantOf } from '../tenant.ts';

const amount = (description: string) => z.number().int().meta({ description });

export const replayViewSchema = z.object({
  replay_id: z.string(),
  state: replayStateSchema,
  reason: replayReasonSchema.nullable().meta({
    description:
      'Why it ended as it did. nothing_matched: no delivery is as the filter says. endpoint_holds: what is held would be held again.',
  }),
  status: replayedStatusSchema,
  endpoint_id: z.string().nullable(),
  event_types: z.array(z.string()).meta({ description: 'Empty: all.' }),
  since: z.string().nullable(),
  until: z.string(),
  limit: z.number(),
  rate: z.number(),
  dry_run: z.boolean(),
  progress: z.number().meta({
    description:
      'How far it has come through the time that it spans, 0 to 1. How many lie ahead, only a dry run tells.',
  }),
  scanned: amount('Deliveries looked at.'),
  matched: amount('Those that are as the filter says.'),
  replayed: amount('Those that were started.'),
  skipped: amount('Those that moved on by themselves meanwhile, or whose event has expired.'),
  failed: amount('Those that cannot be read.'),
  created_at: z.string(),
  updated_at: z.string(),
  finished_at: z.string().nullable(),
});

export const replayParams = z.object({ replay_id: replayIdSchema });

type ReplayRequest = FastifyRequest & { readonly params: z.infer<typeof replayParams> };

/** Which replay is meant; and the request's log line names it. */
export function replayOf(request: Pick<ReplayRequest, 'params' | 'outcome' | 'awsLambda'> & FastifyRequest) {
  const id = { tenantId: tenantOf(request), replayId: request.params.replay_id };
  request.outcome = id;
  return id;
}
