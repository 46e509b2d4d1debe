import { type Conversation, conversationSchema, readConversation } from '@switchyard/core/conversations';
import { emittedEventKey } from '@switchyard/core/emitted-event';
import { NotFoundError } from '@switchyard/core/errors';
import { eventIdFromIdempotencyKey } from '@switchyard/core/ids';
import { latestMessages, type ReceivedMessage } from '@switchyard/core/received-messages';
import { MAX_BATCH_GET } from '@switchyard/core/tables';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count, excerpt, formatPairs, formatTable, formatTime, indent } from '../../format.ts';
import { wholeNumber } from '../../input-schemas.ts';
import type { DeploymentContext } from '../../session.ts';

const BODY_CHARACTERS = 80;

async function showConversation(deployment: DeploymentContext, id: string, max: number) {
  const conversation = await readConversation(deployment, id);
  if (conversation === undefined) throw new NotFoundError('conversation', id);
  const { messages, more } = await latestMessages(deployment, id, max);
  return {
    ...conversationView(conversation),
    messages: messages.map((message) => messageView(message, conversation.tenantId)),
    older_messages: more,
  };
}

export const conversationView = (conversation: Conversation) => ({
  conversation_id: conversation.conversationId,
  channel: conversation.channel,
  address: conversation.address,
  tenant_id: conversation.tenantId,
  status: conversation.status,
  hand_off_to_human: conversation.handOffToHuman,
  thread_id: conversation.threadId,
  company_id: conversation.companyId,
  project_id: conversation.projectId,
  company_name: conversation.companyName,
  credentials_reference: conversation.credentialsReference,
  last_user_message_at: conversation.lastUserMessageAt,
  last_activity_at: conversation.lastActivityAt,
  created_at: conversation.createdAt,
});

const messageView = (
  { message, requestId, routedAt, addressee }: ReceivedMessage,
  tenantOfConversation: string | undefined,
) => ({
  message_id: message.providerId,
  provider: message.provider,
  from: message.from,
  to: message.to,
  body: message.body,
  media: message.media,
  details: message.details,
  truncated: message.truncated,
  received_at: message.receivedAt,
  routed_at: routedAt,
  request_id: requestId,
  event_id: eventIdOf(message, addressee?.owner ?? tenantOfConversation),
});

/** Of the event that the message became, where it has a tenant and the tenant an endpoint that wants it. */
const eventIdOf = (message: ReceivedMessage['message'], tenantId: string | undefined): string | undefined =>
  tenantId === undefined
    ? undefined
    : eventIdFromIdempotencyKey(tenantId, emittedEventKey(message, 'message.received'));

export function conversationsShowText({
  messages,
  older_messages,
  ...conversation
}: Awaited<ReturnType<typeof showConversation>>): string {
  const { conversation_id, channel, address, status } = conversation;
  return [
    `Conversation ${conversation_id}: ${channel} with ${address}, ${status}`,
    '',
    indent(
      formatPairs([
        ['handed to a person', conversation.hand_off_to_human ? 'yes' : 'no'],
        ['tenant', conversation.tenant_id],
        ['company id', conversation.company_id],
        ['company name', conversation.company_name],
        ['project id', conversation.project_id],
        ['credentials reference', conversation.credentials_reference],
        ['thread id', conversation.thread_id],
        ['last user message', optionalTime(conversation.last_user_message_at)],
        ['last activity', formatTime(conversation.last_activity_at)],
        ['created', formatTime(conversation.created_at)],
      ]),
    ),
    '',
    indent(messagesText(messages, older_messages)),
  ].join('\n');
}

function messagesText(messages: readonly ReturnType<typeof messageView>[], older: boolean): string {
  if (messages.length === 0) return older ? 'No messages shown.' : 'No messages.';
  const table = formatTable(
    ['RECEIVED', 'ROUTED', 'MESSAGE'],
    messages.map(({ received_at, routed_at, body, media }) => [
      formatTime(received_at),
      routed_at === undefined ? 'not yet' : formatTime(routed_at),
      [excerpt(body, BODY_CHARACTERS), media.length === 0 ? '' : `[${count(media.length, 'attachment')}]`]
        .filter((part) => part !== '')
        .join(' '),
    ]),
  );
  return older ? `${table}\n\nThere are older ones: raise --messages.` : table;
}

const optionalTime = (iso: string | undefined) => (iso === undefined ? undefined : formatTime(iso));

export const conversationsShow = defineCommand({
  name: 'conversations show',
  summary: 'its state and its latest messages, in the order of their arrival',
  input: z.object({
    conversationId: conversationSchema.shape.conversationId,
    messages: wholeNumber(0, MAX_BATCH_GET),
  }),
  arguments: ['conversationId'],
  options: { messages: ['<count>', 'at most so many', '20'] },
  examples: ['conversations show conv_06h03rgymztny9khep8ps1xnt8 --messages 50'],
  run: async ({ open }, { conversationId, messages }) =>
    showConversation(await open(), conversationId, messages),
  text: conversationsShowText,
});
