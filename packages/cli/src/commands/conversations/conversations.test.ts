import { describe, expect, it } from '@jest/globals';
import type { Conversation } from '@switchyard/core/conversations';
import { findTenant } from '@switchyard/core/tenants';
import { anEndpoint } from '@switchyard/core/testing';
import {
  aConversation,
  aConversationMessage,
  clock,
  countingRandom,
  NOW,
} from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { conversationsCreateText, createConversationsCreate } from './create.ts';
import { conversationsHandoffText, createConversationsHandoff } from './handoff.ts';
import { conversationsListText, createConversationsList } from './list.ts';
import { conversationsShowText, createConversationsShow } from './show.ts';

const input = { channel: 'whatsapp', address: '+15550001111', handOffToHuman: false } as const;

describe('conversations create', () => {
  const creating = (taken = false) => {
    const put: Conversation[] = [];
    const { session } = testSession({ endpoints: [anEndpoint()] });
    const create = createConversationsCreate({
      findTenant: async (tenantId) => findTenant(await session.open(), tenantId),
      conversations: {
        putNew: async (conversation) => {
          put.push(conversation);
          return !taken;
        },
      },
      clock,
      random: countingRandom(),
    });
    return { create, put };
  };

  it('makes an open conversation with an id of its own, active from now', async () => {
    const { create, put } = creating();
    const result = await create({ ...input, tenantId: 'acme', companyId: 'c1' });
    expect(result.conversation_id).toMatch(/^conv_[0-9a-z]{26}$/);
    expect(put).toEqual([
      {
        conversationId: result.conversation_id,
        ...input,
        tenantId: 'acme',
        companyId: 'c1',
        status: 'open',
        lastActivityAt: new Date(NOW).toISOString(),
        createdAt: new Date(NOW).toISOString(),
      },
    ]);
    expect(conversationsCreateText(result)).toMatch(
      /queue whatsapp-replies.*event message\.received of tenant acme/s,
    );
  });

  it('names the hand-off queue when a person answers', async () => {
    const result = await creating().create({ ...input, handOffToHuman: true });
    expect(conversationsCreateText(result)).toContain('queue whatsapp-handoff');
  });

  it('refuses an id that is taken', async () => {
    await expect(creating(true).create({ ...input, id: 'conv_1' })).rejects.toMatchObject({
      code: 'conversation_exists',
    });
  });

  it('refuses an unknown tenant, and writes nothing', async () => {
    const { create, put } = creating();
    await expect(create({ ...input, tenantId: 'nobody' })).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
    expect(put).toEqual([]);
  });
});

describe('conversations show', () => {
  const showing = (messages = [aConversationMessage('SM1')], more = false) =>
    createConversationsShow({
      conversations: {
        read: async (id) => (id === 'conv_1' ? aConversation({ tenantId: 'acme' }) : undefined),
        latestMessages: async () => ({ messages, more }),
      },
    });

  it('shows the conversation with its messages', async () => {
    const result = await showing()({ id: 'conv_1', max: 20 });
    expect(result).toMatchObject({
      conversation_id: 'conv_1',
      tenant_id: 'acme',
      messages: [{ message_id: 'SM1', body: 'body of SM1', request_id: 'request-of-SM1' }],
      older_messages: false,
    });
    expect(conversationsShowText(result)).toMatch(/2026-03-01T11:30:00Z +2026-03-01T11:30:01Z +body of SM1$/);
  });

  it('says when a message is not routed and when there are older ones', async () => {
    const [message] = [aConversationMessage('SM1', { routedAt: undefined })];
    const text = conversationsShowText(await showing([message], true)({ id: 'conv_1', max: 1 }));
    expect(text).toMatch(/not yet +body of SM1/);
    expect(text).toContain('raise --messages');
  });

  it('lets no message steer the terminal', async () => {
    const message = aConversationMessage('SM1');
    const body = '\u001b[2Jgone\u202e\n\u009b31mred';
    const evil = { ...message, message: { ...message.message, body, media: [{}] } };
    const text = conversationsShowText(await showing([evil])({ id: 'conv_1', max: 1 }));
    expect(text).toMatch(/\ufffd\[2Jgone\ufffd \ufffd31mred \[1 attachment\]$/);
  });

  it('does not find what is not there', async () => {
    await expect(showing()({ id: 'conv_2', max: 1 })).rejects.toMatchObject({
      code: 'conversation_not_found',
    });
  });
});

describe('conversations list', () => {
  const listing = (conversations: Conversation[], more = false) =>
    createConversationsList({ conversations: { listOf: async () => ({ conversations, more }) } });
  const contact = { channel: 'whatsapp', address: '+15550001111', max: 1 } as const;

  it('shows them as they come', async () => {
    const result = await listing([aConversation({ handOffToHuman: true })], true)(contact);
    expect(result).toMatchObject({ conversations: [{ conversation_id: 'conv_1' }], more: true });
    expect(conversationsListText(result)).toMatch(/conv_1 +open +yes +- .*raise --max/s);
  });

  it('says how to begin when there are none', async () => {
    expect(conversationsListText(await listing([])(contact))).toContain('conversations create');
  });
});

describe('conversations handoff', () => {
  const handing = (before: Conversation | undefined) =>
    createConversationsHandoff({ conversations: { setHandOff: async () => before } });

  it('names the queue that gets the next message', async () => {
    const result = await handing(aConversation())({ id: 'conv_1', handOffToHuman: true });
    expect(result).toMatchObject({ hand_off_to_human: true, changed: true });
    expect(conversationsHandoffText(result)).toContain('queue whatsapp-handoff');
  });

  it('takes it back', async () => {
    const result = await handing(aConversation({ handOffToHuman: true }))({
      id: 'conv_1',
      handOffToHuman: false,
    });
    expect(conversationsHandoffText(result)).toContain('queue whatsapp-replies');
  });

  it('may be repeated', async () => {
    const result = await handing(aConversation())({ id: 'conv_1', handOffToHuman: false });
    expect(conversationsHandoffText(result)).toContain('already');
  });

  it('does not find what is not there', async () => {
    await expect(handing(undefined)({ id: 'conv_2', handOffToHuman: true })).rejects.toMatchObject({
      code: 'conversation_not_found',
    });
  });
});
