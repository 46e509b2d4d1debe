import * as z from 'zod';
import { providerSchema } from './channel.ts';
import { messageStatusSchema } from './outbound-message.ts';

/** One report of a provider about a message. It is written once and never changed, but for `emittedAt`. */
export const timelineEntrySchema = z.object({
  provider: providerSchema,
  /** The provider's own id of the report, and the item's sort key. */
  eventId: z.string().min(1),
  externalId: z.string(),
  kind: z.enum(['status', 'open', 'click', 'other']),
  status: messageStatusSchema.optional(),
  rawStatus: z.string(),
  errorCode: z.string().optional(),
  occurredAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  /** JSON, as text: a DynamoDB map forgets the order of its keys, and an event made of it must repeat byte for byte. */
  details: z.string(),
  /** Set last: the tenant's event made of it is accepted. */
  emittedAt: z.iso.datetime().optional(),
  /** The message's own, so that both go at once. */
  expiresAt: z.number(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
