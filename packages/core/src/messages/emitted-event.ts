import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { mailAuthenticationSchema, mediaSchema } from '../conversations/inbound-message.ts';
import { messageStatusSchema } from './outbound-message.ts';

export const EMITTED_EVENT_VERSION = '1.0';

const common = {
  version: z.literal(EMITTED_EVENT_VERSION),
  /** When it happened; the same on every repeat. */
  timestamp: z.iso.datetime(),
};

/** A person wrote to a number or mailbox of the tenant. */
const messageReceivedSchema = z.object({
  type: z.literal('message.received'),
  ...common,
  data: z.object({
    channel: channelSchema,
    from: z.string(),
    to: z.string(),
    body: z.string(),
    media: z.array(mediaSchema),
    /** The provider's. */
    message_id: z.string(),
    conversation_id: z.string().nullable(),
    // Absent from here on in events that an older version made.
    /** Of a mail. */
    subject: z.string().nullable().optional(),
    /** What the channel has besides: location, button, reply context, opt-out; of a mail html and threading headers. */
    details: z.record(z.string(), z.unknown()).optional(),
    /** Of a mail: what is known of its sender besides what it says of itself. Null where nothing is. */
    authentication: mailAuthenticationSchema.nullable().optional(),
    /** The address of the tenant to which it was written, where a mail names several. */
    recipient: z.string().optional(),
    /** By which of the sender's addresses the conversation was found. */
    matched_by: z.string().nullable().optional(),
    /** Names of parts that were cut or left out because they were too long. */
    truncated: z.array(z.string()).optional(),
  }),
});
export type MessageReceivedEvent = z.infer<typeof messageReceivedSchema>;

/** As much as a tenant may post itself. */
export const MAX_EMITTED_EVENT_BYTES = 256 * 1024;

/** A provider reported on a message that the tenant registered. */
const messageReportedSchema = z.object({
  type: z.enum([
    'message.delivered',
    'message.read',
    'message.failed',
    'email.delivery_delayed',
    'email.delivered',
    'email.bounced',
    'email.complained',
    'email.opened',
    'email.clicked',
  ]),
  ...common,
  data: z.object({
    /** The tenant's own. */
    message_id: z.string(),
    /** The provider's. */
    external_id: z.string(),
    channel: channelSchema,
    status: messageStatusSchema.nullable(),
    occurred_at: z.iso.datetime(),
    error_code: z.string().nullable(),
    /** What the provider says besides, such as `bounce` or `click`, in its own words. */
    details: z.record(z.string(), z.unknown()),
  }),
});
export type ReportedEventType = z.infer<typeof messageReportedSchema>['type'];

/**
 * The events that are made of callbacks, as tenants get them. Within version 1 only fields and types are added; readers
 * ignore what they do not know.
 */
export const emittedEventSchema = z.discriminatedUnion('type', [
  messageReceivedSchema,
  messageReportedSchema,
]);
export type EmittedEvent = z.infer<typeof emittedEventSchema>;

/**
 * The idempotency key under which an event is made of a callback: once for each. A line feed cannot be in an
 * Idempotency-Key header, so no tenant's own key can mean the same event.
 */
export const emittedEventKey = (
  { provider, providerId }: { readonly provider: string; readonly providerId: string },
  type: EmittedEvent['type'],
): string => `\ncallback\n${provider}\n${providerId}\n${type}`;
