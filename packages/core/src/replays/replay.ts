import * as z from 'zod';
import { deliveryStatusSchema } from '../deliveries/delivery.ts';
import { MAX_DRAIN_RATE } from '../endpoints/endpoint-options.ts';
import { endpointIdSchema, eventIdSchema, replayIdSchema, tenantIdSchema } from '../ids/ids.ts';

/** Unfinished ones of a tenant at a time. */
export const MAX_UNFINISHED_REPLAYS = 5;
export const MAX_REPLAYED = 1_000_000;
export const DEFAULT_REPLAY_RATE = 10;
export const MIN_REPLAY_RATE = 0.1;
export const MAX_REPLAY_RATE = MAX_DRAIN_RATE;

/** `MISSING`: events that never had a delivery to the endpoint. PENDING ones are on their way as it is. */
export const replayedStatusSchema = z.enum([...deliveryStatusSchema.exclude(['PENDING']).options, 'MISSING']);
export type ReplayedStatus = z.infer<typeof replayedStatusSchema>;

export const replayStateSchema = z.enum(['running', 'paused', 'done', 'cancelled', 'failed']);

/** Why it ended as it did, in words that stay the same. */
export const replayReasonSchema = z.enum([
  'nothing_matched',
  'limit_reached',
  'endpoint_deleted',
  'endpoint_unreadable',
  'endpoint_holds',
]);
export type ReplayReason = z.infer<typeof replayReasonSchema>;

/** Which deliveries. */
export const replayFilterSchema = z.object({
  status: replayedStatusSchema,
  endpointId: endpointIdSchema.optional(),
  /** As an endpoint subscribes to them; absent: all. */
  eventTypes: z.array(z.string()).optional(),
  /** Of events accepted from then on, … */
  since: z.iso.datetime().optional(),
  /** … and up to then. */
  until: z.iso.datetime(),
});
export type ReplayFilter = z.infer<typeof replayFilterSchema>;

const amount = z.number().int().min(0);

/** Many deliveries that are started anew, a page at a time, by messages of the control queue that follow one another. */
export const replaySchema = z.object({
  tenantId: tenantIdSchema,
  replayId: replayIdSchema,
  filter: replayFilterSchema,
  /** So many deliveries at most. */
  limit: z.number().int().min(1),
  /** Deliveries a second. */
  rate: z.number().positive(),
  /** Counts what matches, and starts none. */
  dryRun: z.boolean(),
  /** What was asked for: a repeat under the same idempotency key must ask for the same. */
  request: z.string(),
  state: replayStateSchema,
  reason: replayReasonSchema.optional(),
  /** Names the messages that act on it; another one after each resume. */
  run: z.string(),
  /** The latest step that was begun; 0: none yet. */
  step: amount,
  /** The message that began it, which alone may begin it again. */
  claimedBy: z.string().optional(),
  /** What that step starts, until it has. */
  page: z.array(z.object({ eventId: eventIdSchema, endpointId: endpointIdSchema })).optional(),
  /** Where the latest page ended; absent: none was read. */
  cursor: z.string().optional(),
  /** There is nothing behind the latest page. */
  walked: z.boolean().optional(),
  /** When the first event that was looked at was accepted. */
  firstAt: z.iso.datetime().optional(),
  /** Deliveries looked at, those that the filter matches, and what became of these. */
  scanned: amount,
  matched: amount,
  replayed: amount,
  /** Somebody else moved it at the same moment, or its event is gone. */
  skipped: amount,
  /** Its item cannot be read. */
  failed: amount,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  expiresAt: z.number(),
});
export type Replay = z.infer<typeof replaySchema>;

export const isFinished = ({ state }: Pick<Replay, 'state'>): boolean =>
  state !== 'running' && state !== 'paused';

/** How far it has come through the time that its filter spans, 0 to 1: how much lies ahead is not known. */
export function replayProgress({ state, cursor, firstAt, filter }: Replay): number {
  if (state === 'done') return 1;
  if (cursor === undefined || firstAt === undefined) return 0;
  const [first, now, last] = [firstAt, cursor.split('#')[0] ?? firstAt, filter.until].map(Date.parse);
  if (first === undefined || now === undefined || last === undefined || last <= first) return 0;
  return Math.min(0.99, Math.round((100 * (now - first)) / (last - first)) / 100);
}
