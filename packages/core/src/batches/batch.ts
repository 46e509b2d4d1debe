import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

/**
 * A batch of events that was sent with an `Idempotency-Key`, for the repeat that may come. A batch without one is
 * not remembered.
 */
export const batchSchema = z.object({
  tenantId: tenantIdSchema,
  /** SHA-256 of its body, base64url: a repeat brings the same. */
  digest: z.string(),
  /** 8 bytes, base64url: with the time and the number of a line, all that the id of its event is made of. */
  seed: z.string(),
  createdAt: z.iso.datetime(),
  /** A letter for each line: see `LINE_STATES`. */
  states: z.string(),
  /** Until when (ms since the epoch) somebody may be at work on it; 0 once nobody is. */
  leaseUntil: z.number(),
  /** The request at work on it, or the last one that was. */
  leaseBy: z.string(),
  /** DynamoDB TTL, seconds since the epoch. */
  expiresAt: z.number(),
});
export type Batch = z.infer<typeof batchSchema>;

/** How far a line is. One that is refused for what it is stays open: nothing was done for it. */
export const LINE_STATES = { open: '-', PENDING: 'P', UNMATCHED: 'U' } as const;
export type LineState = keyof typeof LINE_STATES;

export function readStates(states: string): LineState[] {
  return [...states].map((letter) => {
    if (letter === LINE_STATES.PENDING) return 'PENDING';
    return letter === LINE_STATES.UNMATCHED ? 'UNMATCHED' : 'open';
  });
}

export const writeStates = (states: readonly LineState[]): string =>
  states.map((state) => LINE_STATES[state]).join('');
