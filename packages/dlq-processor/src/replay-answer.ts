import { replayedStatusSchema, replayReasonSchema, replayStateSchema } from '@switchyard/core/replays';
import * as z from 'zod';

const amount = z.number().int();

const replaySchema = z.object({
  tenant_id: z.string(),
  replay_id: z.string(),
  state: replayStateSchema,
  reason: replayReasonSchema.nullable(),
  status: replayedStatusSchema,
  endpoint_id: z.string().nullable(),
  event_types: z.array(z.string()),
  since: z.string().nullable(),
  until: z.string(),
  limit: z.number(),
  rate: z.number(),
  dry_run: z.boolean(),
  progress: z.number(),
  scanned: amount,
  matched: amount,
  replayed: amount,
  skipped: amount,
  failed: amount,
  created_at: z.string(),
  updated_at: z.string(),
  finished_at: z.string().nullable(),
});
export type AnsweredReplay = z.infer<typeof replaySchema>;

/** Of every action about replays. */
export const replayAnswerSchema = z.object({
  replays: z.array(replaySchema),
  /** Of all tenants: those for which none could be started, and why. */
  refused: z.array(z.object({ tenant_id: z.string(), code: z.string(), message: z.string() })).default([]),
  /** False when there was no time for all tenants: repeat it with the same idempotency key. */
  complete: z.boolean().default(true),
  /** Of a list: where the next page begins. */
  next: z.string().optional(),
});
export type ReplayAnswer = z.infer<typeof replayAnswerSchema>;
