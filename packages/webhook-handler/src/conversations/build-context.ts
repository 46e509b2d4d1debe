import {
  CONTEXT_VERSION,
  type ContextObject,
  type Conversation,
  type InboundMessage,
  receivedMessageKey,
} from '@switchyard/core/conversations';
import { toQueueJson } from '@switchyard/core/queues';

/**
 * A queue message must fit wherever a consumer reads it: SQS takes 1 MiB, but a Lambda batch, an EventBridge pipe or
 * an older consumer 256 KiB.
 */
export const MAX_CONTEXT_BYTES = 256 * 1024;

/** What is kept of what is too large for the queue; the whole of it is in the stored message. */
const EXCERPT_CHARACTERS = 4_096;
const EXCERPT_MEDIA = 10;

export type BuildContextInput = {
  readonly message: InboundMessage;
  readonly conversation: Conversation;
  readonly requestId: string;
  readonly validatedAt: string;
  readonly queuedAt: string;
};

/** The context object of a message, small enough to send. */
export function buildContext(input: BuildContextInput): ContextObject {
  const whole = assemble(input);
  if (Buffer.byteLength(toQueueJson(whole)) <= MAX_CONTEXT_BYTES) return whole;
  const { details, media } = input.message;
  // A pair of surrogates that is cut in two is no character.
  const body = whole.message.body.slice(0, EXCERPT_CHARACTERS).toWellFormed();
  const cut = {
    body: body !== whole.message.body,
    details: Object.keys(details).length > 0,
    media: media.length > EXCERPT_MEDIA,
  };
  const truncated = Object.entries(cut).flatMap(([name, isCut]) => (isCut ? [name] : []));
  return {
    ...whole,
    message: {
      ...whole.message,
      body,
      details: {},
      media: media.slice(0, EXCERPT_MEDIA),
      stored_at: receivedMessageKey(input.message),
      truncated: [...new Set([...whole.message.truncated, ...truncated])],
    },
  };
}

function assemble({
  message,
  conversation,
  requestId,
  validatedAt,
  queuedAt,
}: BuildContextInput): ContextObject {
  return {
    meta: {
      request_id: requestId,
      channel_type: message.channel,
      timestamp: queuedAt,
      version: CONTEXT_VERSION,
    },
    conversation: {
      conversation_id: conversation.conversationId,
      primary_channel: conversation.channel,
      conversation_status: conversation.status,
      hand_off_to_human: conversation.handOffToHuman,
      thread_id: conversation.threadId ?? null,
    },
    message: {
      from: message.from,
      to: message.to,
      body: message.body,
      message_id: message.providerId,
      timestamp: message.receivedAt,
      media: message.media,
      details: message.details,
      stored_at: null,
      truncated: message.truncated,
    },
    company: {
      company_id: conversation.companyId ?? null,
      project_id: conversation.projectId ?? null,
      company_name: conversation.companyName ?? null,
      credentials_reference: conversation.credentialsReference ?? null,
    },
    processing: {
      validation_status: 'valid',
      ai_response: null,
      sent_response: null,
      processing_timestamps: { received: message.receivedAt, validated: validatedAt, queued: queuedAt },
    },
  };
}
