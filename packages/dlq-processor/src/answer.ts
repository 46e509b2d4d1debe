import * as z from 'zod';

const amount = z.number().int().min(0);

/** Of every action. Names stay as they are: people read them, and their scripts. */
const scan = {
  matched: amount,
  /** Messages read, matching or not. */
  scanned: amount,
  /** Messages that are not ours: they stay. */
  malformed: amount,
  /** False when the scan stopped at maxMessages or for lack of time. */
  complete: z.boolean(),
};

export const peekAnswerSchema = z.object({
  action: z.literal('peek'),
  ...scan,
  messages: z.array(
    z.object({
      /** Absent: it is held, and has no message. */
      messageId: z.string().optional(),
      tenantId: z.string(),
      eventId: z.string(),
      endpointId: z.string(),
      generation: z.number(),
      reason: z.string(),
      attempts: z.number().optional(),
      deadAt: z.string().optional(),
      sentAt: z.string().optional(),
      heldSince: z.string().optional(),
    }),
  ),
});
export type PeekAnswer = z.infer<typeof peekAnswerSchema>;

export const requeueAnswerSchema = z.object({
  action: z.literal('requeue'),
  dryRun: z.boolean().default(false),
  ...scan,
  requeued: amount,
  superseded: amount,
  event_gone: amount,
  failed: amount,
});
export type RequeueAnswer = z.infer<typeof requeueAnswerSchema>;

export const purgeAnswerSchema = z.object({
  action: z.literal('purge'),
  dryRun: z.boolean().default(false),
  ...scan,
  purged: amount,
  failed: amount,
});
export type PurgeAnswer = z.infer<typeof purgeAnswerSchema>;
