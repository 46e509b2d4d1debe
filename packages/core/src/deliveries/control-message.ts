import * as z from 'zod';
import { endpointIdSchema, eventIdSchema, replayIdSchema, tenantIdSchema } from '../ids/ids.ts';
import { endpointEventSchema } from '../operational-events/operational-event.ts';
import { CONTROL_MESSAGE } from './control-message-name.ts';
import { deadReasonSchema } from './delivery.ts';

const common = z.object({
  schema: z.literal(CONTROL_MESSAGE),
  tenantId: tenantIdSchema,
  /** Of the state of the endpoint or the replay that it acts on; of any other it is stale. */
  id: z.string().min(1),
  /** Not before this time, ms since the epoch. */
  notBefore: z.number(),
  /** How often it was sent on because it was early, or the state that it names was not there yet. */
  hops: z.number().int().min(1).optional(),
});
const aboutEndpoint = common.extend({ endpointId: endpointIdSchema });

/** Something to do about an endpoint, a step of a replay, or a look at all that is held: the contract of the control queue. */
export const controlMessageSchema = z.discriminatedUnion('kind', [
  /** Sends on a page of held deliveries, oldest first, then itself with the next step. */
  aboutEndpoint.extend({
    kind: z.literal('drain'),
    step: z.number().int().min(1),
    /** Where the page before ended; absent: from the oldest. */
    after: z.string().optional(),
    /** Whether this walk through the held deliveries has sent one on. */
    sent: z.boolean().optional(),
  }),
  /** Sends on the oldest held delivery alone, to see whether the endpoint is back. */
  aboutEndpoint.extend({ kind: z.literal('probe') }),
  /** The endpoint is deleted: sends on a page of what is held for it, which then ends, then itself with the next. */
  aboutEndpoint.extend({
    kind: z.literal('end_held'),
    /** Where the page before ended; absent: from the oldest. */
    after: z.string().optional(),
  }),
  /** Deletes the secrets of those certificates that the endpoint does not have, or no more. */
  aboutEndpoint.extend({ kind: z.literal('drop_client_keys'), versions: z.array(z.uuid()) }),
  /** Tells of a change of the endpoint, provided that it came to it: `id` is then among those of its `told`. */
  aboutEndpoint.extend({ kind: z.literal('tell_endpoint'), event: endpointEventSchema }),
  /** Tells that a delivery to it was given up. */
  aboutEndpoint.extend({
    kind: z.literal('tell_exhausted'),
    eventId: eventIdSchema,
    generation: z.number().int().min(1),
    reason: deadReasonSchema,
    attempts: z.number().int().min(0),
    deadAt: z.iso.datetime(),
  }),
  /** Once an hour: looks through a page of all that is held, for what has waited too long, then sends the next page. */
  z.object({
    schema: z.literal(CONTROL_MESSAGE),
    kind: z.literal('expire_held'),
    notBefore: z.number().default(0),
    /** Where the page before ended; absent: the first page. */
    after: z.record(z.string(), z.string()).optional(),
    /** Of the pages before: how many are held, and when the event of the oldest was accepted. */
    held: z.number().int().min(0).default(0),
    oldest: z.iso.datetime().optional(),
  }),
  /** Starts a page of what a replay has found, then itself with the next step. */
  common.extend({
    kind: z.literal('replay'),
    replayId: replayIdSchema,
    step: z.number().int().min(1),
  }),
]);
export type ControlMessage = z.infer<typeof controlMessageSchema>;
export type ExpireHeldMessage = Extract<ControlMessage, { kind: 'expire_held' }>;
/** Those about the state of one endpoint or replay. */
export type StateControlMessage = Exclude<ControlMessage, ExpireHeldMessage>;
