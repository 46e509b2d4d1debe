import { deadReasonSchema } from '@switchyard/core/deliveries';
import { heldReasonSchema } from '@switchyard/core/endpoints';
import { SwitchyardError } from '@switchyard/core/errors';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';

/** What one call takes at most. */
export const MAX_MESSAGES = 10_000;
export const MAX_EVENT_IDS = 1_000;
export const MAX_RATE_PER_SECOND = 1_000;

const REASONS = [...new Set([...deadReasonSchema.options, ...heldReasonSchema.options])];

/** What to hand to `aws lambda invoke --payload`. */
export const dlqRequestSchema = z
  .strictObject({
    action: z.enum(
      ['peek', 'requeue', 'purge'],
      'must be peek, requeue, purge, or replay_start, replay_list, replay_show, replay_pause, replay_resume, replay_cancel',
    ),
    /** How many matching messages at most. */
    maxMessages: z.number().int().min(1).max(MAX_MESSAGES).default(100),
    tenantId: tenantIdSchema.optional(),
    endpointId: endpointIdSchema.optional(),
    eventIds: z.array(eventIdSchema).min(1).max(MAX_EVENT_IDS).optional(),
    /** Count what would be done, change nothing. */
    dryRun: z.boolean().default(false),
    /** Requeue at most so many a second, so that a recovered endpoint is not overrun. */
    ratePerSecond: z.number().positive().max(MAX_RATE_PER_SECOND).optional(),
    /** Why they were given up or, of what is held, why it is. */
    reason: z.enum(REASONS).optional(),
    /** Instead of dead letters, the deliveries that are held. */
    held: z.boolean().default(false),
  })
  .superRefine(({ held, reason }, context) => {
    const allowed: readonly string[] = held ? heldReasonSchema.options : deadReasonSchema.options;
    if (reason === undefined || allowed.includes(reason)) return;
    const what = held ? 'what is held' : 'dead letters';
    context.addIssue({
      code: 'custom',
      path: ['reason'],
      message: `is ${reason}: the reasons of ${what} are ${allowed.join(', ')}`,
    });
  });
export type DlqRequest = z.infer<typeof dlqRequestSchema>;

export class DlqRequestError extends SwitchyardError {
  constructor(issues: readonly { path: string; message: string }[]) {
    super(
      `The payload is not a request: ${issues.map(({ path, message }) => `${path || 'payload'}: ${message}`).join('; ')}. ` +
        'Example: {"action":"requeue","maxMessages":100}.',
      { code: 'request_invalid' },
    );
    // Lambda answers with the stack of what is thrown, and whoever called has no use for ours.
    this.stack = `${this.name}: ${this.message}`;
  }
}

export const parseDlqRequest = (payload: unknown): DlqRequest => parseRequest(dlqRequestSchema, payload);

/** @throws DlqRequestError naming each field that is wrong */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.output<Schema> {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  throw new DlqRequestError(
    result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  );
}
