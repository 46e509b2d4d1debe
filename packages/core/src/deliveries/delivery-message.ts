import * as z from 'zod';
import { carriedEventSchema } from '../events/carried-event.ts';
import { endpointIdSchema, eventIdSchema, tenantIdSchema } from '../ids/ids.ts';

/** One attempt to make: the contract of the delivery queue. */
export const deliveryMessageSchema = z.object({
  schema: z.literal('switchyard.delivery.v1'),
  tenantId: tenantIdSchema,
  eventId: eventIdSchema,
  endpointId: endpointIdSchema,
  generation: z.number().int().min(1),
  attempt: z.number().int().min(1),
  /** Not before this time, ms since the epoch: SQS can delay a message by 900 s only, so a longer wait hops. */
  notBefore: z.number().optional(),
  /** How often it was sent on because it was early; absent: never. */
  hops: z.number().int().min(1).optional(),
  /** Its time was reserved at an endpoint that takes only so many a second. */
  reserved: z.literal(true).optional(),
  /** The endpoint was not in service when this was sent: what is remembered of it will not do. */
  fresh: z.literal(true).optional(),
  /** The endpoint was slow when this was sent: it is handed over to the slow lane without a look at anything. */
  slow: z.literal(true).optional(),
  /** It waits where slow endpoints are served; absent: where all others are. */
  lane: z.literal('slow').optional(),
  /** Of a first attempt; absent: it is read from the table. */
  event: carriedEventSchema.optional(),
  /** The line of its ordering key: the delivery before it has ended, and it was sent on. */
  line: z.string().min(1).optional(),
  /** Only to look whether this event still is the first of that line, and why. */
  behind: eventIdSchema.optional(),
  /** It is the probe of the breaker in the state of this id, and may be posted while others are held. */
  probe: z.string().optional(),
});
export type DeliveryMessage = z.infer<typeof deliveryMessageSchema>;

export const DELIVERY_MESSAGE = 'switchyard.delivery.v1' as const;
