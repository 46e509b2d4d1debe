import { channelSchema } from '@switchyard/core/channels';
import { conversationSchema } from '@switchyard/core/conversations';
import { tenantIdSchema } from '@switchyard/core/ids';
import { MAX_BATCH_GET } from '@switchyard/core/tables';
import type { Command } from 'commander';
import * as z from 'zod';
import { conversationsCreateText, createConversationsCreate } from '../commands/conversations-create.ts';
import { conversationsHandoffText, createConversationsHandoff } from '../commands/conversations-handoff.ts';
import { conversationsListText, createConversationsList } from '../commands/conversations-list.ts';
import { conversationsShowText, createConversationsShow } from '../commands/conversations-show.ts';
import { parseAddress } from '../parse-address.ts';
import { examples, handle, type Session } from './handle.ts';
import { textSchema, wholeNumber } from './inputs.ts';
import { conversationStoreOf, tenantDeps } from './stores.ts';

const MAX_REFERENCE = 256;
const reference = textSchema(MAX_REFERENCE).optional();
const conversationId = conversationSchema.shape.conversationId;
const contact = z.object({ channel: channelSchema, address: z.string() });

const createInput = contact.extend({
  id: conversationId.optional(),
  tenant: tenantIdSchema.optional(),
  companyId: reference,
  projectId: reference,
  companyName: reference,
  credentialsReference: reference,
  threadId: reference,
  handOff: z.boolean().default(false),
});

const withContact = (command: Command): Command =>
  command
    .requiredOption('--channel <channel>', 'whatsapp, sms or email')
    .requiredOption('--address <address>', "the person's number or mailbox");

export function addConversationCommands(program: Command, session: Session): void {
  const { output, clock, random } = session;
  const conversations = program
    .command('conversations')
    .description('people who write to us, and who answers them')
    .addHelpText(
      'after',
      examples([
        'conversations create --channel whatsapp --address +15550001111 --tenant acme',
        'conversations list --channel whatsapp --address +15550001111',
      ]),
    );

  withContact(conversations.command('create'))
    .description('make a conversation, so that what the person writes is routed')
    .option('--id <conversation-id>', 'default: a new one')
    .option('--tenant <tenant-id>', 'whose events its messages become')
    .option('--company-id <id>', 'handed to the consumer of the queue, as are the next four')
    .option('--project-id <id>')
    .option('--company-name <name>')
    .option(
      '--credentials-reference <name>',
      'where the consumer finds the credentials; never the credentials',
    )
    .option('--thread-id <id>')
    .option('--hand-off', 'a person answers, from the first message on')
    .addHelpText(
      'after',
      examples([
        'conversations create --channel whatsapp --address +15550001111 --tenant acme',
        'conversations create --channel email --address ann@example.com --company-name "Acme Ltd" --hand-off',
      ]),
    )
    .action(
      handle(session, createInput, async ({ tenant, handOff, address: text, ...input }, open) => {
        const address = parseAddress(input.channel, text);
        const deployment = await open();
        const create = createConversationsCreate({
          ...tenantDeps(deployment),
          conversations: conversationStoreOf(deployment, session),
          clock,
          random,
        });
        const result = await create({ ...input, address, tenantId: tenant, handOffToHuman: handOff });
        output.result(result, conversationsCreateText(result));
      }),
    );

  conversations
    .command('show <conversation-id>')
    .description('its state and its latest messages, in the order of their arrival')
    .option('--messages <count>', 'at most so many', '20')
    .addHelpText('after', examples(['conversations show conv_06h03rgymztny9khep8ps1xnt8 --messages 50']))
    .action(
      handle(
        session,
        z.object({ conversationId, messages: wholeNumber(0, MAX_BATCH_GET) }),
        async ({ conversationId: id, messages }, open) => {
          const show = createConversationsShow({ conversations: conversationStoreOf(await open(), session) });
          const result = await show({ id, max: messages });
          output.result(result, conversationsShowText(result));
        },
      ),
    );

  withContact(conversations.command('list'))
    .description('all with one person, newest activity first: that one gets the next message')
    .option('--max <count>', 'at most so many', '20')
    .addHelpText('after', examples(['conversations list --channel email --address ann@example.com']))
    .action(
      handle(
        session,
        contact.extend({ max: wholeNumber(1, MAX_BATCH_GET) }),
        async ({ channel, address: text, max }, open) => {
          const address = parseAddress(channel, text);
          const list = createConversationsList({ conversations: conversationStoreOf(await open(), session) });
          const result = await list({ channel, address, max });
          output.result(result, conversationsListText(result));
        },
      ),
    );

  conversations
    .command('handoff <conversation-id>')
    .description('hand it to a person: the next messages go to the handoff queue')
    .option('--back', 'back to the machine')
    .addHelpText(
      'after',
      examples([
        'conversations handoff conv_06h03rgymztny9khep8ps1xnt8',
        'conversations handoff conv_06h03rgymztny9khep8ps1xnt8 --back',
      ]),
    )
    .action(
      handle(
        session,
        z.object({ conversationId, back: z.boolean().default(false) }),
        async ({ conversationId: id, back }, open) => {
          const handoff = createConversationsHandoff({
            conversations: conversationStoreOf(await open(), session),
          });
          const result = await handoff({ id, handOffToHuman: !back });
          output.result(result, conversationsHandoffText(result));
        },
      ),
    );
}
