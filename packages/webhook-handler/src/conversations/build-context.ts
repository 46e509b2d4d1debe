import { CONTEXT_VERSION, type ContextObject } from '@switchyard/core/context-object';
import type { Conversation, InboundMessage } from '@switchyard/core/conversations';
import { toQueueJson } from '@switchyard/core/queues';
import { receivedMessageKey } from '@switchyard/core/received-messages';
import { fitMessage } from './fit-message.ts';
import { subjectOf } from './subject.ts';

/**
 * A queue message must fit wherever a consumer reads it: SQS takes 1 MiB, but a Lambda batch, an EventBridge pipe or
 * an older consumer 256 KiB.
 */
export const MAX_CONTEXT_BYTES = 256 * 1024;

export type BuildContextInput = {
  readonly message: InboundMessage;
  readonly conversation: Conversation;
  /** The address of ours that decided, where the message names several. */
  readonly recipient?: string | undefined;
  /** By which address of the sender the conversation was found. */
  readonly matchedBy?: string | undefined;
  /** Which item of the message is this addressee's. */
  readonly part?: string | undefined;
  readonly requestId: string;
  readonly validatedAt: string;
  readonly queuedAt: string;
};

/** The context object of a message, small enough to send. */
export function buildContext(input: BuildContextInput): ContextObject {
  const { message } = input;
  const kept = fitMessage(message, MAX_CONTEXT_BYTES, (fitted) =>
    Buffer.byteLength(toQueueJson(assemble(input, fitted))),
  );
  return assemble(input, kept);
}

function assemble(
  {
    message: whole,
    conversation,
    recipient = whole.to,
    matchedBy,
    part,
    requestId,
    validatedAt,
    queuedAt,
  }: BuildContextInput,
  message: InboundMessage,
): ContextObject {
  return {
    meta: {
      request_id: requestId,
      channel_type: message.channel,
      timestamp: queuedAt,
      version: CONTEXT_VERSION,
    },
    conversation: {
      conversation_id: conversation.conversationId,
      primary_channel: conversation.address,
      channel_type: conversation.channel,
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
      stored_at: message === whole ? null : receivedMessageKey({ ...whole, part }),
      truncated: message.truncated,
      subject: subjectOf(whole),
      authentication: message.authentication ?? null,
      recipient,
      matched_by: matchedBy ?? null,
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
