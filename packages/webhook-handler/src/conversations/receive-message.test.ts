import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { anEndpoint, NOW } from '@switchyard/core/testing';
import {
  aConversation,
  anInboundMessage,
  NUMBER,
  PERSON,
  queueUrl,
  REPLIES_DELAY_SECONDS,
  setUpMessages,
} from '../../testing/message-setup.ts';

/** The calls of table and channel queues, in their order, without those of the event: they are core's. */
function watch(setup: ReturnType<typeof setUpMessages>): string[] {
  const calls: string[] = [];
  setup.table.hooks.before = ({ operation, item }) => {
    if (item.sk !== 'EVENT')
      calls.push(item.sk === undefined ? operation : `${operation} ${String(item.sk)}`);
  };
  setup.queue.hooks.before = () => {
    calls.push('send');
  };
  return calls;
}

describe('a message in a known conversation', () => {
  it('costs two reads, three writes and one send, the send before the mark', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    const calls = watch(setup);

    expect(await setup.receiveMessage(anInboundMessage(), 'request-1')).toEqual({ kind: 'accepted' });
    expect(calls).toEqual([
      'batchGet',
      'query',
      'put CALLBACK',
      'update CONVERSATION',
      'send',
      'update CALLBACK',
    ]);
  });

  it('is stored with its receipt in one item', async () => {
    const setup = setUpMessages();
    setup.addConversation();
    const message = anInboundMessage({ details: { profile_name: 'Zoë' } });

    await setup.receiveMessage(message, 'request-1');
    expect(setup.messages()).toEqual([
      expect.objectContaining({
        pk: 'CALLBACK#twilio#SM1',
        message,
        conversationId: 'c-1',
        requestId: 'request-1',
        routedAt: toIso(NOW),
      }),
    ]);
  });

  it('stands in the conversation by the time of its arrival', async () => {
    const setup = setUpMessages();
    setup.addConversation();
    for (const [providerId, receivedAt] of [
      ['SM2', toIso(NOW + 2_000)],
      ['SM1', toIso(NOW + 1_000)],
      ['SM3', toIso(NOW + 2_000)],
    ] as const) {
      await setup.receiveMessage(anInboundMessage({ providerId, receivedAt }), 'request-1');
    }

    const inOrder = setup
      .messages()
      .filter(({ listPk }) => listPk === 'CONVERSATION#c-1')
      .toSorted((a, b) => (String(a.listSk) < String(b.listSk) ? -1 : 1));
    expect(inOrder.map(({ pk }) => pk)).toEqual([
      'CALLBACK#twilio#SM1',
      'CALLBACK#twilio#SM2',
      'CALLBACK#twilio#SM3',
    ]);
  });

  it('sets the conversation’s status, last message and activity', async () => {
    const setup = setUpMessages();
    setup.addConversation();

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.conversation()).toMatchObject({
      status: 'user_reply_received',
      lastUserMessageAt: toIso(NOW),
      lastActivityAt: toIso(NOW),
      listPk: `CONTACT#sms#${PERSON}`,
      listSk: `NOBODY#${toIso(NOW)}#c-1`,
    });
  });

  it('goes to the conversation with the newest activity', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation({ conversationId: 'older', lastActivityAt: toIso(NOW - 2_000) }));
    setup.addConversation(aConversation({ conversationId: 'newer', lastActivityAt: toIso(NOW - 1_000) }));
    setup.addConversation(aConversation({ conversationId: 'oldest', lastActivityAt: toIso(NOW - 3_000) }));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.contexts().map(({ conversation }) => conversation.conversation_id)).toEqual(['newer']);
  });

  it('goes to no conversation of another channel', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation({ channel: 'whatsapp' }));

    await setup.receiveMessage(anInboundMessage({ channel: 'sms' }), 'request-1');
    expect(setup.queue.sent).toEqual([]);
  });

  it('is sent to the replies queue with the delay, in the conversation’s message group', async () => {
    const setup = setUpMessages();
    setup.addConversation();

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.queue.sent).toMatchObject([
      { QueueUrl: queueUrl('sms', 'replies'), DelaySeconds: REPLIES_DELAY_SECONDS, MessageGroupId: 'c-1' },
    ]);
  });

  it('is sent to the hand-off queue without delay when a person takes over', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation({ handOffToHuman: true }));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.queue.sent).toMatchObject([{ QueueUrl: queueUrl('sms', 'handoff'), DelaySeconds: 0 }]);
  });

  it.each(['whatsapp', 'sms', 'email'] as const)('of %s goes to that channel’s queue', async (channel) => {
    const setup = setUpMessages();
    setup.addConversation(aConversation({ channel }));

    await setup.receiveMessage(anInboundMessage({ channel }), 'request-1');
    expect(setup.queue.sent.map(({ QueueUrl }) => QueueUrl)).toEqual([queueUrl(channel, 'replies')]);
  });

  it('says when it was received, validated and queued', async () => {
    const setup = setUpMessages();
    setup.addConversation();
    setup.time.advance(1_000);
    setup.table.hooks.before = ({ operation }) => {
      if (operation === 'put') setup.time.advance(500);
    };

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.contexts()[0]?.processing.processing_timestamps).toEqual({
      received: toIso(NOW),
      validated: toIso(NOW + 1_000),
      queued: toIso(NOW + 1_500),
    });
  });
});

describe('a message that is processed late', () => {
  const later = {
    status: 'answered',
    lastActivityAt: toIso(NOW + 5_000),
    lastUserMessageAt: toIso(NOW + 4_000),
  };

  it('does not move the conversation’s activity back', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation(later));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.conversation()).toMatchObject({
      lastActivityAt: later.lastActivityAt,
      lastUserMessageAt: later.lastUserMessageAt,
      listSk: `NOBODY#${later.lastActivityAt}#c-1`,
    });
  });

  it('is a reply all the same', async () => {
    const setup = setUpMessages();
    setup.addConversation(aConversation(later));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.conversation()).toMatchObject({ status: 'user_reply_received' });
    expect(setup.contexts()).toMatchObject([
      { conversation: { conversation_status: 'user_reply_received' } },
    ]);
  });
});

describe('a message from nobody known', () => {
  it('is looked for again, since the index may lag behind the message before', async () => {
    const setup = setUpMessages();
    setup.state.onSleep = async () => setup.addConversation();

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.time.slept).toEqual([200]);
    expect(setup.contexts()).toMatchObject([{ conversation: { conversation_id: 'c-1' } }]);
    expect(setup.fallbacks).toEqual([]);
  });

  it('costs three reads and two writes', async () => {
    const setup = setUpMessages({ template: '' });
    const calls = watch(setup);

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(calls).toEqual(['batchGet', 'query', 'query', 'put CALLBACK', 'update CALLBACK']);
  });

  it('is stored without a conversation and not queued', async () => {
    const setup = setUpMessages();

    expect(await setup.receiveMessage(anInboundMessage(), 'request-1')).toEqual({ kind: 'unknown_sender' });
    expect(setup.messages()).toEqual([expect.objectContaining({ routedAt: expect.any(String) })]);
    expect(setup.messages()[0]).not.toHaveProperty('listPk');
    expect(setup.queue.sent).toEqual([]);
  });

  it('is answered with the fallback', async () => {
    const setup = setUpMessages();

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.fallbacks).toEqual([{ to: PERSON, text: 'Nobody reads sms here.' }]);
  });

  it('to a tenant’s number is an event of that tenant', async () => {
    const setup = setUpMessages({ endpoints: [anEndpoint()] });
    setup.ownAddress('acme');

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.emitted()).toMatchObject([
      { tenantId: 'acme', event: { type: 'message.received', data: { conversation_id: null, to: NUMBER } } },
    ]);
    expect(setup.deliveries.sentTo()).toEqual(['default']);
  });

  it('to nobody’s number is no event', async () => {
    const setup = setUpMessages();

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.emitted()).toEqual([]);
  });
});

describe('a conversation that is deleted between being found and being read', () => {
  it('makes the sender an unknown one, and does not come back as a fragment', async () => {
    const setup = setUpMessages();
    setup.addConversation();
    setup.table.hooks.after = ({ operation }) => {
      if (operation === 'put') setup.table.remove({ pk: 'CONVERSATION#c-1', sk: 'CONVERSATION' });
    };

    expect(await setup.receiveMessage(anInboundMessage(), 'request-1')).toEqual({ kind: 'unknown_sender' });
    expect(setup.conversation()).toBeUndefined();
    expect(setup.queue.sent).toEqual([]);
    expect(setup.fallbacks).toHaveLength(1);
  });
});

describe('the event of a message', () => {
  const endpoints = ['acme', 'owner', 'other'].map((tenantId) => anEndpoint({ tenantId }));

  it('is that of the number’s owner, whoever else the person has a conversation with', async () => {
    const setup = setUpMessages({ endpoints });
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    setup.ownAddress('other');

    expect(await setup.receiveMessage(anInboundMessage(), 'request-1')).toEqual({ kind: 'unknown_sender' });
    expect(setup.emitted()).toMatchObject([
      { tenantId: 'other', event: { data: { conversation_id: null } } },
    ]);
    expect(setup.contexts()).toEqual([]);
    expect(setup.conversation()).toMatchObject({ status: 'open' });
  });

  it('is that of the conversation’s tenant, where the number is nobody’s', async () => {
    const setup = setUpMessages({ endpoints });
    setup.addConversation(aConversation({ tenantId: 'acme' }));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.emitted().map(({ tenantId }) => tenantId)).toEqual(['acme']);
  });

  it('is that of the number’s owner when the conversation has no tenant', async () => {
    const setup = setUpMessages({ endpoints });
    setup.addConversation();
    setup.ownAddress('owner');

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(setup.emitted().map(({ tenantId }) => tenantId)).toEqual(['owner']);
  });

  it('says what was written, by whom, and in which conversation', async () => {
    const setup = setUpMessages({ endpoints });
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    const media = [{ url: 'https://media.example/1', content_type: 'image/png' }];

    await setup.receiveMessage(anInboundMessage({ media }), 'request-1');
    expect(setup.emitted()).toEqual([
      {
        tenantId: 'acme',
        correlationId: 'request-1',
        source: { provider: 'twilio', providerId: 'SM1' },
        event: {
          type: 'message.received',
          version: '1.0',
          timestamp: toIso(NOW),
          data: {
            channel: 'sms',
            from: PERSON,
            to: NUMBER,
            body: 'Ahoy! Running late.',
            media,
            message_id: 'SM1',
            conversation_id: 'c-1',
            subject: null,
            details: {},
            authentication: null,
            recipient: NUMBER,
            matched_by: null,
            truncated: [],
          },
        },
      },
    ]);
  });
});
