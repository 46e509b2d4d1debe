import { describe, expect, it } from '@jest/globals';
import {
  type Conversation,
  conversationKey,
  conversationSchema,
  putNewConversation,
} from '@switchyard/core/conversations';
import {
  type ReceivedMessage,
  receivedMessageKey,
  receivedMessageListKey,
} from '@switchyard/core/received-messages';
import { anEndpoint } from '@switchyard/core/testing';
import { aConversation, aReceivedMessage, NOW } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { conversationsCreate, conversationsCreateText } from './create.ts';
import { conversationsHandoff, conversationsHandoffText } from './handoff.ts';
import { conversationsList, conversationsListText } from './list.ts';
import { conversationsShow, conversationsShowText } from './show.ts';

const contact = { channel: 'whatsapp', address: '+15550001111' } as const;

async function setUp(options: { conversation?: Conversation; messages?: readonly ReceivedMessage[] } = {}) {
  const { session, tables } = testSession({ endpoints: [anEndpoint()] });
  if (options.conversation !== undefined)
    await putNewConversation(await session.open(), options.conversation);
  for (const received of options.messages ?? []) {
    const { message } = received;
    tables.events.store({
      ...receivedMessageKey(message),
      ...receivedMessageListKey('conv_1', message),
      ...received,
    });
  }
  return { session, table: tables.events };
}

describe('conversations create', () => {
  const input = { ...contact, handOff: false };

  it('makes an open conversation with an id of its own, active from now', async () => {
    const { session, table } = await setUp();
    const result = await conversationsCreate.run(session, { ...input, tenant: 'acme', companyId: 'c1' });

    expect(result.conversation_id).toMatch(/^conv_[0-9a-z]{26}$/);
    expect(conversationSchema.parse(table.item(conversationKey(result.conversation_id)))).toEqual({
      conversationId: result.conversation_id,
      ...contact,
      handOffToHuman: false,
      tenantId: 'acme',
      companyId: 'c1',
      status: 'open',
      lastActivityAt: new Date(NOW).toISOString(),
      createdAt: new Date(NOW).toISOString(),
    });
    expect(conversationsCreateText(result)).toMatch(
      /queue whatsapp-replies.*event message\.received of tenant acme/s,
    );
  });

  it('names the hand-off queue when a person answers', async () => {
    const { session } = await setUp();
    const result = await conversationsCreate.run(session, { ...input, handOff: true });

    expect(conversationsCreateText(result)).toContain('queue whatsapp-handoff');
  });

  it('refuses an id that is taken', async () => {
    const { session } = await setUp({ conversation: aConversation() });

    await expect(conversationsCreate.run(session, { ...input, id: 'conv_1' })).rejects.toMatchObject({
      code: 'conversation_exists',
    });
  });

  it('refuses an unknown tenant, and writes nothing', async () => {
    const { session, table } = await setUp();

    await expect(conversationsCreate.run(session, { ...input, tenant: 'nobody' })).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
    expect(table.items()).toEqual([]);
  });
});

describe('conversations show', () => {
  const show = async (messages: readonly ReceivedMessage[], max = 20) => {
    const { session } = await setUp({ conversation: aConversation({ tenantId: 'acme' }), messages });
    return conversationsShow.run(session, { conversationId: 'conv_1', messages: max });
  };

  it('shows the conversation with its messages', async () => {
    const result = await show([aReceivedMessage('SM1')]);

    expect(result).toMatchObject({
      conversation_id: 'conv_1',
      tenant_id: 'acme',
      messages: [{ message_id: 'SM1', body: 'body of SM1', request_id: 'request-of-SM1' }],
      older_messages: false,
    });
    expect(conversationsShowText(result)).toMatch(/2026-03-01T11:30:00Z +2026-03-01T11:30:01Z +body of SM1$/);
  });

  it('says when a message is not routed and when there are older ones', async () => {
    const messages = [aReceivedMessage('SM0'), aReceivedMessage('SM1', { routedAt: undefined })];
    const text = conversationsShowText(await show(messages, 1));

    expect(text).toMatch(/not yet +body of SM1/);
    expect(text).toContain('raise --messages');
  });

  it('lets no message steer the terminal', async () => {
    const received = aReceivedMessage('SM1');
    const body = '\u001b[2Jgone\u202e\n\u009b31mred';
    const evil = { ...received, message: { ...received.message, body, media: [{}] } };

    expect(conversationsShowText(await show([evil]))).toMatch(
      /\ufffd\[2Jgone\ufffd \ufffd31mred \[1 attachment\]$/,
    );
  });

  it('does not find what is not there', async () => {
    const { session } = await setUp();

    await expect(
      conversationsShow.run(session, { conversationId: 'conv_2', messages: 1 }),
    ).rejects.toMatchObject({ code: 'conversation_not_found' });
  });
});

describe('conversations list', () => {
  it('shows them, and whether there are more', async () => {
    const { session } = await setUp({ conversation: aConversation({ handOffToHuman: true }) });
    await putNewConversation(
      await session.open(),
      aConversation({ conversationId: 'conv_0', lastActivityAt: '2026-03-01T10:00:00.000Z' }),
    );
    const result = await conversationsList.run(session, { ...contact, max: 1 });

    expect(result).toMatchObject({ conversations: [{ conversation_id: 'conv_1' }], more: true });
    expect(conversationsListText(result)).toMatch(/conv_1 +open +yes +- .*raise --max/s);
  });

  it('says how to begin when there are none', async () => {
    const { session } = await setUp();
    const result = await conversationsList.run(session, { ...contact, max: 1 });

    expect(conversationsListText(result)).toContain('conversations create');
  });
});

describe('conversations handoff', () => {
  const hand = async (handOffToHuman: boolean, back: boolean) => {
    const { session } = await setUp({ conversation: aConversation({ handOffToHuman }) });
    return conversationsHandoff.run(session, { conversationId: 'conv_1', back });
  };

  it('names the queue that gets the next message', async () => {
    const result = await hand(false, false);

    expect(result).toMatchObject({ hand_off_to_human: true, changed: true });
    expect(conversationsHandoffText(result)).toContain('queue whatsapp-handoff');
  });

  it('takes it back', async () => {
    expect(conversationsHandoffText(await hand(true, true))).toContain('queue whatsapp-replies');
  });

  it('may be repeated', async () => {
    expect(conversationsHandoffText(await hand(false, true))).toContain('already');
  });

  it('does not find what is not there', async () => {
    const { session } = await setUp();

    await expect(
      conversationsHandoff.run(session, { conversationId: 'conv_2', back: false }),
    ).rejects.toMatchObject({ code: 'conversation_not_found' });
  });
});
