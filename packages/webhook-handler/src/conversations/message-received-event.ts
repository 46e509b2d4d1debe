import type { InboundMessage } from '@switchyard/core/conversations';
import {
  EMITTED_EVENT_VERSION,
  MAX_EMITTED_EVENT_BYTES,
  type MessageReceivedEvent,
} from '@switchyard/core/emitted-event';
import { fitMessage } from './fit-message.ts';
import { subjectOf } from './subject.ts';

export type MessageReceivedInput = {
  readonly message: InboundMessage;
  readonly conversationId: string | undefined;
  /** The tenant's address that decided, where the message names several of ours. */
  readonly recipient?: string | undefined;
  /** By which address of the sender the conversation was found. */
  readonly matchedBy?: string | undefined;
};

/** The event of a tenant to whom a person wrote, small enough to be delivered. */
export function messageReceivedEvent(input: MessageReceivedInput): MessageReceivedEvent {
  const make = (message: InboundMessage) => toEvent(input, message);
  return make(
    fitMessage(input.message, MAX_EMITTED_EVENT_BYTES, (message) =>
      Buffer.byteLength(JSON.stringify(make(message))),
    ),
  );
}

function toEvent(
  { message: whole, conversationId, recipient = whole.to, matchedBy }: MessageReceivedInput,
  message: InboundMessage,
): MessageReceivedEvent {
  // The envelope's recipients may be blind copies to other tenants.
  const { recipients: _, ...details } = message.details;
  return {
    type: 'message.received',
    version: EMITTED_EVENT_VERSION,
    timestamp: message.receivedAt,
    data: {
      channel: message.channel,
      from: message.from,
      to: recipient,
      body: message.body,
      media: message.media,
      message_id: message.providerId,
      conversation_id: conversationId ?? null,
      subject: subjectOf(whole),
      details,
      authentication: message.authentication ?? null,
      recipient,
      matched_by: matchedBy ?? null,
      truncated: message.truncated,
    },
  };
}
