import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { mailAuthenticationSchema, mediaSchema } from './inbound-message.ts';

/** What is sent now. Consumers may still find objects of the versions before it in a queue. */
export const CONTEXT_VERSION = '1.1';
const FIRST_VERSION = '1.0';

const metaSchema = z.object({
  request_id: z.string(),
  channel_type: channelSchema,
  timestamp: z.iso.datetime(),
});
const conversationSchema = z.object({
  conversation_id: z.string(),
  conversation_status: z.string(),
  hand_off_to_human: z.boolean(),
  thread_id: z.string().nullable(),
});
const messageSchema = z.object({
  from: z.string(),
  to: z.string(),
  body: z.string(),
  message_id: z.string(),
  timestamp: z.iso.datetime(),
  media: z.array(mediaSchema),
  /** What the channel has besides: location, button, opt-out; email: subject, html, threading headers. */
  details: z.record(z.string(), z.unknown()),
  /** Set when something was too large for a queue message: the whole is in this item of the Events table. */
  stored_at: z.object({ pk: z.string(), sk: z.string() }).nullable(),
  truncated: z.array(z.string()),
});
const common = {
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
};

export const contextObject10Schema = z.object({
  meta: metaSchema.extend({ version: z.literal(FIRST_VERSION) }),
  conversation: conversationSchema.extend({ primary_channel: channelSchema }),
  message: messageSchema,
  ...common,
});

export const contextObject11Schema = z.object({
  meta: metaSchema.extend({ version: z.literal(CONTEXT_VERSION) }),
  conversation: conversationSchema.extend({
    /** The person’s main identifier on the channel: their phone number or mailbox. */
    primary_channel: z.string(),
    channel_type: channelSchema,
  }),
  message: messageSchema.extend({
    /** Of a mail. */
    subject: z.string().nullable(),
    /** Of a mail: what is known of its sender besides what it says of itself. */
    authentication: mailAuthenticationSchema.nullable(),
    /** The address of ours that decided whose the message is; the first of several is `to`. */
    recipient: z.string(),
    /** By which of the sender's addresses the conversation was found. */
    matched_by: z.string().nullable(),
  }),
  ...common,
});
/** As it is sent. */
export type ContextObject = z.infer<typeof contextObject11Schema>;

/**
 * What a consumer of the replies and hand-off queues gets: everything to answer with, in one object. Consumers may
 * import this schema, which reads every version. Within a version fields are only ever added.
 */
export const contextObjectSchema = z.union([contextObject11Schema, contextObject10Schema]);
