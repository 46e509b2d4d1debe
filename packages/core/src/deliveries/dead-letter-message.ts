import * as z from 'zod';
import { type DeadReason, deadReasonSchema } from './delivery.ts';
import { deliveryMessageSchema } from './delivery-message.ts';

export const DEAD_LETTER_MESSAGE = 'switchyard.dead-letter.v1' as const;

/** A delivery that was given up: the contract of the dead-letter queue. */
export const deadLetterMessageSchema = deliveryMessageSchema
  .omit({ schema: true, attempt: true, notBefore: true, event: true })
  .extend({
    schema: z.literal(DEAD_LETTER_MESSAGE),
    reason: deadReasonSchema,
    /** Attempts made in this generation. */
    attempts: z.number().int().min(0),
    deadAt: z.iso.datetime(),
  });
export type DeadLetterMessage = z.infer<typeof deadLetterMessageSchema>;

/** What an operator sees as the reason when SQS itself moved a message, after all its receives. */
export const CRASHED_REASON = 'worker_crashed' satisfies DeadReason;
/** The same when the table knows of no attempt: the worker was throttled, or could not read, for as long as SQS waits. */
export const UNTRIED_REASON = 'never_tried';

export type DeadLetter = {
  readonly tenantId: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly generation: number;
  readonly reason: string;
  readonly attempts?: number;
  readonly deadAt?: string;
};

/**
 * Reads a message of the dead-letter queue: ours with a reason, or a delivery message that SQS moved here after
 * too many receives.
 *
 * @returns undefined when the message is not ours; it must then be left where it is
 */
export function parseDeadLetter(body: string): DeadLetter | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const dead = deadLetterMessageSchema.safeParse(json);
  if (dead.success) return dead.data;
  const crashed = deliveryMessageSchema.safeParse(json);
  if (!crashed.success) return undefined;
  const { tenantId, eventId, endpointId, generation, attempt } = crashed.data;
  return { tenantId, eventId, endpointId, generation, attempts: attempt - 1, reason: CRASHED_REASON };
}
