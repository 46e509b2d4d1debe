import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { mediaSchema } from './inbound-message.ts';

export const CONTEXT_VERSION = '1.0';

/**
 * What a consumer of the replies and hand-off queues gets: everything to answer with, in one object. Consumers may
 * import this schema. Fields are only ever added within version 1.
 */
export const contextObjectSchema = z.object({
  meta: z.object({
    request_id: z.string(),
    channel_type: channelSchema,
    timestamp: z.iso.datetime(),
    version: z.literal(CONTEXT_VERSION),
  }),
  conversation: z.object({
    conversation_id: z.string(),
    primary_channel: channelSchema,
    conversation_status: z.string(),
    hand_off_to_human: z.boolean(),
    thread_id: z.string().nullable(),
  }),
  message: z.object({
    from: z.string(),
    to: z.string(),
    body: z.string(),
    message_id: z.string(),
    timestamp: z.iso.datetime(),
    media: z.array(mediaSchema),
    /** What the channel has besides: location, button, opt-out; email: subject, html, threading headers. */
    details: z.record(z.string(), z.unknown()),
    /** Set when body and details were too large for a queue message: they are in this item of the Events table. */
    stored_at: z.object({ pk: z.string(), sk: z.string() }).nullable(),
    truncated: z.array(z.string()),
  }),
  company: z.object({
    company_id: z.string().nullable(),
    project_id: z.string().nullable(),
    company_name: z.string().nullable(),
    credentials_reference: z.string().nullable(),
  }),
  processing: z.object({
    validation_status: z.literal('valid'),
    ai_response: z.null(),
    sent_response: z.null(),
    processing_timestamps: z.object({
      received: z.iso.datetime(),
      validated: z.iso.datetime(),
      queued: z.iso.datetime(),
    }),
  }),
});
export type ContextObject = z.infer<typeof contextObjectSchema>;
