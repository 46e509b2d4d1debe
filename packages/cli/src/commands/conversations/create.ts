import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import type { Conversation } from '@switchyard/core/conversations';
import { conversationSchema, putNewConversation } from '@switchyard/core/conversations';
import { newId, tenantIdSchema } from '@switchyard/core/ids';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { flag, textSchema } from '../../input-schemas.ts';
import { parseAddress } from '../../parse-address.ts';
import type { DeploymentContext } from '../../session.ts';
import { contactOptions, contactSchema } from './list.ts';
import { conversationView } from './show.ts';

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
async function createConversation(deployment: DeploymentContext, { id, ...input }: ConversationsCreateInput) {
  if (input.tenantId !== undefined) await findTenant(deployment, input.tenantId);
  const now = deployment.clock();
  const conversation: Conversation = {
    ...input,
    conversationId: id ?? newId('conv', now, deployment.random),
    status: OPEN,
    lastActivityAt: toIso(now),
    createdAt: toIso(now),
  };
  if (await putNewConversation(deployment, conversation)) return conversationView(conversation);
  throw new CommandError(
    'conversation_exists',
    `There is a conversation ${conversation.conversationId} already. See it with \`conversations show ${conversation.conversationId}\`.`,
  );
}

export function conversationsCreateText({
  conversation_id,
  channel,
  address,
  tenant_id,
  hand_off_to_human,
}: ReturnType<typeof conversationView>): string {
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

const MAX_REFERENCE = 256;
const reference = textSchema(MAX_REFERENCE).optional();

export const conversationsCreate = defineCommand({
  name: 'conversations create',
  summary: 'make a conversation, so that what the person writes is routed',
  input: contactSchema.extend({
    id: conversationSchema.shape.conversationId.optional(),
    tenant: tenantIdSchema.optional(),
    companyId: reference,
    projectId: reference,
    companyName: reference,
    credentialsReference: reference,
    threadId: reference,
    handOff: flag,
  }),
  options: {
    ...contactOptions,
    id: ['<conversation-id>', 'default: a new one'],
    tenant: ['<tenant-id>', 'whose events its messages become'],
    companyId: ['<id>', 'handed to the consumer of the queue, as are the next four'],
    projectId: ['<id>', ''],
    companyName: ['<name>', ''],
    credentialsReference: ['<name>', 'where the consumer finds the credentials; never the credentials'],
    threadId: ['<id>', ''],
    handOff: 'a person answers, from the first message on',
  },
  examples: [
    'conversations create --channel whatsapp --address +15550001111 --tenant acme',
    'conversations create --channel email --address ann@example.com --company-name "Acme Ltd" --hand-off',
  ],
  async run({ open }, { tenant, handOff, address: text, ...input }) {
    const address = parseAddress(input.channel, text);
    const conversation = { ...input, address, tenantId: tenant, handOffToHuman: handOff };
    return createConversation(await open(), conversation);
  },
  text: conversationsCreateText,
});
