import { channelSchema } from '@switchyard/core/channels';
import {
  encodeMessageReference,
  type MessageItem,
  messageIdSchema,
  messageStatusSchema,
  type TimelineEntry,
  timelineEntrySchema,
} from '@switchyard/core/messages';
import type { MessageWithTimeline } from '@switchyard/core/messages/read-message';
import { providerSchema } from '@switchyard/core/providers';
import * as z from 'zod';

export const messageParams = z.object({
  message_id: messageIdSchema.meta({
    description: 'Your own id of the message.',
    example: 'order-1042-shipped',
  }),
});

/** What the API shows of a message, without what is counted from its timeline. */
export const messageSummarySchema = z.object({
  message_id: z.string(),
  channel: channelSchema,
  provider: providerSchema,
  recipient: z.string(),
  external_id: z
    .string()
    .optional()
    .meta({ description: 'The provider’s id of the message, once it is known.' }),
  account: z.string().optional().meta({ description: 'The provider’s account that sends it.' }),
  sent_at: z.iso.datetime(),
  status: messageStatusSchema.meta({
    description: 'How far the message has come. It never moves back, in whatever order the reports arrive.',
  }),
  status_at: z.iso.datetime(),
  reference: z.string().meta({
    description:
      'Names this message in what the provider sends back, where the gateway matches by embedded ids: as `message_id` in the query of Twilio’s StatusCallback URL, as a Resend tag `message_id`, or as SendGrid’s custom argument `message_id`.',
  }),
});

export const timelineEntryViewSchema = z.object({
  provider: providerSchema,
  provider_id: z.string().meta({ description: 'The provider’s id of this report.' }),
  kind: timelineEntrySchema.shape.kind.meta({
    description: 'other: recorded, but neither a step of delivery nor an open or a click.',
  }),
  status: messageStatusSchema.optional().meta({ description: 'With kind `status`.' }),
  raw_status: z.string().meta({ description: 'The provider’s own word.' }),
  occurred_at: z.iso.datetime(),
  received_at: z.iso.datetime(),
  error_code: z.string().optional(),
  details: z.record(z.string(), z.unknown()),
});

export const messageViewSchema = messageSummarySchema.extend({
  opens: z.number().int().meta({ description: 'All of them: each report of the provider counts once.' }),
  clicks: z.number().int(),
  timeline: z
    .array(timelineEntryViewSchema)
    .meta({ description: 'What the provider reported, in the order in which it happened: a page of it.' }),
  next_token: z
    .string()
    .nullable()
    .meta({ description: 'Pass it back for the next page of the timeline; null at the end.' }),
});

export function toMessageSummary(message: MessageItem): z.infer<typeof messageSummarySchema> {
  return {
    message_id: message.messageId,
    channel: message.channel,
    provider: message.provider,
    recipient: message.recipient,
    external_id: message.externalId,
    account: message.account,
    sent_at: message.sentAt,
    status: message.status,
    status_at: message.statusAt,
    reference: encodeMessageReference(message),
  };
}

export function toMessageView({ message, timeline }: Omit<MessageWithTimeline, 'next'>) {
  return {
    ...toMessageSummary(message),
    opens: message.opens,
    clicks: message.clicks,
    timeline: timeline.map(toTimelineEntryView),
  };
}

function toTimelineEntryView(entry: TimelineEntry): z.infer<typeof timelineEntryViewSchema> {
  return {
    provider: entry.provider,
    provider_id: entry.eventId,
    kind: entry.kind,
    status: entry.status,
    raw_status: entry.rawStatus,
    occurred_at: entry.occurredAt,
    received_at: entry.receivedAt,
    error_code: entry.errorCode,
    details: JSON.parse(entry.details),
  };
}
