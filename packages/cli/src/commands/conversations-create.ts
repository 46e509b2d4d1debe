import type { Channel } from '@switchyard/core/channels';
import { type Clock, toIso } from '@switchyard/core/clock';
import type { Conversation } from '@switchyard/core/conversations';
import { newId } from '@switchyard/core/ids';
import type { ConversationStore } from '../conversation-store.ts';
import { CommandError } from '../errors.ts';
import type { Tenant } from '../tenant.ts';
import { conversationView } from './conversations-show.ts';

export type ConversationsCreateDeps = {
  readonly conversations: Pick<ConversationStore, 'putNew'>;
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
};

export type ConversationsCreateInput = {
  readonly channel: Channel;
  /** The person's, normalised. */
  readonly address: string;
  readonly id?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly companyId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly companyName?: string | undefined;
  readonly credentialsReference?: string | undefined;
  readonly threadId?: string | undefined;
  readonly handOffToHuman: boolean;
};

const OPEN = 'open';

/** A conversation with a person, so that what they write is known from now on. */
export function createConversationsCreate(deps: ConversationsCreateDeps) {
  const { conversations, findTenant, clock, random } = deps;

  return async ({ id, ...input }: ConversationsCreateInput) => {
    if (input.tenantId !== undefined) await findTenant(input.tenantId);
    const now = clock();
    const conversation: Conversation = {
      ...input,
      conversationId: id ?? newId('conv', now, random),
      status: OPEN,
      lastActivityAt: toIso(now),
      createdAt: toIso(now),
    };
    if (await conversations.putNew(conversation)) return conversationView(conversation);
    throw new CommandError(
      'conversation_exists',
      `There is a conversation ${conversation.conversationId} already. See it with \`conversations show ${conversation.conversationId}\`.`,
    );
  };
}

export function conversationsCreateText({
  conversation_id,
  channel,
  address,
  tenant_id,
  hand_off_to_human,
}: Awaited<ReturnType<ReturnType<typeof createConversationsCreate>>>): string {
  const queue = `${channel}-${hand_off_to_human ? 'handoff' : 'replies'}`;
  const lines = [
    `Conversation ${conversation_id} is created.`,
    '',
    `What ${address} writes on ${channel} now arrives in it and goes to the queue ${queue}.`,
  ];
  if (tenant_id !== undefined) {
    lines.push(`Each message also becomes an event message.received of tenant ${tenant_id}.`);
  }
  return lines.join('\n');
}
