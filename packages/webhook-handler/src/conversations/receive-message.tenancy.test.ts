import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { conversationKey } from '@switchyard/core/conversations';
import type { ProvenAccount } from '@switchyard/core/providers';
import { anEndpoint } from '@switchyard/core/testing';
import {
  aConversation,
  anInboundMessage,
  NUMBER,
  PERSON,
  setUpMessages,
  stopAtEachCall,
} from '../../testing/message-setup.ts';

const TENANTS = ['acme', 'globex', 'initech'];
const MAILBOXES = { acme: 'support@acme.example', globex: 'hello@globex.example' } as const;
const ADA = 'ada@example.org';

const setUp = () => setUpMessages({ endpoints: TENANTS.map((tenantId) => anEndpoint({ tenantId })) });
type Setup = ReturnType<typeof setUp>;

function setUpMail() {
  const setup = setUp();
  setup.ownAddress('acme', 'email', MAILBOXES.acme);
  setup.ownAddress('globex', 'email', MAILBOXES.globex);
  return setup;
}
function withConversations(setup: Setup) {
  for (const tenantId of ['acme', 'globex'])
    setup.addConversation(
      aConversation({ conversationId: `c-${tenantId}`, channel: 'email', address: ADA, tenantId }),
    );
  return setup;
}

const aMail = (changes: Partial<InboundMessage> = {}): InboundMessage => {
  const recipients = changes.recipients ?? [MAILBOXES.acme, MAILBOXES.globex];
  return anInboundMessage({
    provider: 'sendgrid',
    providerId: 'mail:1',
    channel: 'email',
    from: ADA,
    to: recipients[0] ?? '',
    details: { subject: 'Hi', recipients },
    ...changes,
    recipients,
  });
};

const received = (setup: Setup) =>
  setup.emitted().map(({ tenantId, event }) => [tenantId, event.data.recipient, event.data.conversation_id]);
const queued = (setup: Setup) =>
  setup.contexts().map(({ conversation, message }) => [conversation.conversation_id, message.to]);

describe('a mail to several tenants', () => {
  it('is an event of each, with the recipient that decided, in a conversation each', async () => {
    const setup = withConversations(setUpMail());

    expect(await setup.receiveMessage(aMail(), 'request-1')).toEqual({ kind: 'accepted' });
    expect(received(setup)).toEqual([
      ['acme', MAILBOXES.acme, 'c-acme'],
      ['globex', MAILBOXES.globex, 'c-globex'],
    ]);
    expect(queued(setup)).toEqual([
      ['c-acme', MAILBOXES.acme],
      ['c-globex', MAILBOXES.globex],
    ]);
  });

  it('tells none of them the addresses of the others', async () => {
    const setup = withConversations(setUpMail());
    await setup.receiveMessage(aMail(), 'request-1');

    const [acme = '', globex = ''] = setup.queue.sent.map(({ MessageBody }) => MessageBody);
    expect(acme).not.toContain(MAILBOXES.globex);
    expect(globex).not.toContain(MAILBOXES.acme);
    const payloads = setup.emitted().map(({ event }) => JSON.stringify(event));
    expect(payloads[0]).not.toContain(MAILBOXES.globex);
    expect(payloads[1]).not.toContain(MAILBOXES.acme);
  });

  it('stands in the list of each conversation', async () => {
    const setup = withConversations(setUpMail());
    await setup.receiveMessage(aMail(), 'request-1');

    expect(setup.messages().map(({ sk, listPk }) => [sk, listPk])).toEqual([
      ['CALLBACK', 'CONVERSATION#c-acme'],
      ['CALLBACK#globex', 'CONVERSATION#c-globex'],
    ]);
  });

  it.each([
    [['unknown@x.example', MAILBOXES.globex], [['globex', MAILBOXES.globex, null]]],
    [['support+a@acme.example', MAILBOXES.acme], [['acme', 'support+a@acme.example', null]]],
    [['unknown@x.example'], []],
  ])('%j is for %j', async (recipients, events) => {
    const setup = setUpMail();

    await setup.receiveMessage(aMail({ recipients }), 'request-1');
    expect(received(setup)).toEqual(events);
  });

  it('that both look up in a conversation of no tenant is routed in it once', async () => {
    const setup = setUpMail();
    setup.addConversation(aConversation({ channel: 'email', address: ADA }));

    await setup.receiveMessage(aMail(), 'request-1');
    expect(received(setup).map(([tenantId]) => tenantId)).toEqual(['acme', 'globex']);
    expect(queued(setup)).toEqual([['c-1', MAILBOXES.acme]]);
  });

  it('that comes again is nothing new, also when an address has another owner since', async () => {
    const setup = withConversations(setUpMail());
    await setup.receiveMessage(aMail(), 'request-1');
    setup.ownAddress('initech', 'email', MAILBOXES.globex);

    expect(await setup.receiveMessage(aMail(), 'request-2')).toEqual({ kind: 'duplicate' });
    expect(setup.queue.sent).toHaveLength(2);
    expect(received(setup).map(([tenantId]) => tenantId)).not.toContain('initech');
  });

  it.each(['acme', 'globex'])('is the other’s also while that of %s cannot be done', async (tenantId) => {
    const setup = withConversations(setUpMail());
    setup.table.hooks.before = ({ item }) => {
      if (item.pk === `CONVERSATION#c-${tenantId}`) throw new Error('Throttled');
    };
    await expect(setup.receiveMessage(aMail(), 'request-1')).rejects.toThrow('Throttled');
    const other = tenantId === 'acme' ? 'globex' : 'acme';
    expect(queued(setup)).toEqual([[`c-${other}`, MAILBOXES[other]]]);

    setup.table.hooks.before = () => undefined;
    expect(await setup.receiveMessage(aMail(), 'request-2')).toEqual({ kind: 'accepted' });
    expect(queued(setup).slice(1)).toEqual([[`c-${tenantId}`, MAILBOXES[tenantId as 'acme']]]);
  });

  it('reaches each of them after a stop at any call and a repeat, and none as another message', async () => {
    const stops = await stopAtEachCall(
      () => withConversations(setUpMail()),
      ({ receiveMessage }) => receiveMessage(aMail(), 'request-1'),
      async (setup) => {
        setup.time.advance(120_000);
        await setup.receiveMessage(aMail(), 'request-2');
      },
      (setup, stop) => {
        const to = queued(setup).map(([conversation]) => conversation);
        expect([stop, [...new Set(to)].toSorted()]).toEqual([stop, ['c-acme', 'c-globex']]);
        expect(setup.events()).toHaveLength(2);
        expect(setup.messages().map(({ routedAt }) => typeof routedAt)).toEqual(['string', 'string']);
      },
    );
    expect(stops).toBeGreaterThan(20);
  });
});

describe('the sender of a mail', () => {
  const conversationOf = (address: string) =>
    aConversation({ conversationId: idOf(address), channel: 'email', address });
  const idOf = (address: string) => (address === ADA ? 'c-ada' : 'c-mailer');
  const receiveFrom = async (from: string, headerFrom: string | undefined, known: readonly string[]) => {
    const setup = setUp();
    for (const address of known) setup.addConversation(conversationOf(address));
    await setup.receiveMessage(aMail({ from, ...(headerFrom && { headerFrom }) }), 'request-1');
    const [context] = setup.contexts();
    return [context?.conversation.conversation_id, context?.message.matched_by];
  };
  const MAILER = 'bounces+7@mailer.example.net';

  it.each([
    [ADA, ADA, [ADA], 'c-ada', 'envelope'],
    [MAILER, ADA, [ADA], 'c-ada', 'header_from'],
    [MAILER, ADA, [ADA, MAILER], 'c-mailer', 'envelope'],
    ['prvs=4526eb8f24=ada@example.org', undefined, [ADA], 'c-ada', 'envelope'],
    ['srs0=hh=tt=example.org=ada@forwarder.net', ADA, [ADA], 'c-ada', 'envelope_rewritten'],
    ['srs0=hh=tt=example.org=ada@evil.example', 'x@evil.example', [ADA], 'c-ada', 'envelope_rewritten'],
    [MAILER, undefined, [ADA], undefined, undefined],
  ])(
    '%s, From %s, is known by %j as in %s by %s',
    async (from, headerFrom, known, conversation, matchedBy) => {
      expect(await receiveFrom(from, headerFrom, known)).toEqual([conversation, matchedBy]);
    },
  );

  it('of a mail without an envelope’s sender is known by its From header alone', async () => {
    const setup = setUp();
    setup.addConversation(conversationOf(ADA));
    const authentication = { dkim: [], aligned: false, trustworthy: true, anomalies: [] };

    await setup.receiveMessage(aMail({ from: ADA, headerFrom: ADA, authentication }), 'request-1');
    expect(setup.contexts().map(({ message }) => message.matched_by)).toEqual(['header_from']);
  });

  it('known by another address than the envelope’s is listed under that one still', async () => {
    const setup = setUp();
    setup.addConversation(conversationOf(ADA));
    await setup.receiveMessage(aMail({ from: MAILER, headerFrom: ADA }), 'request-1');

    expect(setup.table.item(conversationKey('c-ada'))).toMatchObject({
      listPk: `CONTACT#email#${ADA}`,
      status: 'user_reply_received',
    });
    expect(setup.emitted()).toEqual([]);
  });
});

it.each(['sms', 'whatsapp'] as const)('a number on %s is known in its other form', async (channel) => {
  const setup = setUp();
  setup.addConversation(aConversation({ channel, address: '+5511987654321' }));

  await setup.receiveMessage(anInboundMessage({ channel, from: '+551187654321' }), 'request-1');
  expect(setup.contexts()).toMatchObject([{ conversation: { conversation_id: 'c-1' } }]);
});

describe('an account', () => {
  const ofGlobex: ProvenAccount = { id: 'AC-b', tenants: ['globex'] };
  const NOT_ALLOWED = expect.objectContaining({ code: 'account_not_allowed' });

  it.each([
    ['may not speak for the number’s owner', ofGlobex, undefined],
    ['is not the one that has the number', { id: 'AC-b' }, 'AC-a'],
  ])('that %s brings nothing', async (_, account, ownedBy) => {
    const setup = setUp();
    setup.ownAddress('acme', 'sms', NUMBER, ownedBy);
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    const before = setup.table.items();

    await expect(setup.receiveMessage(anInboundMessage(), 'request-1', account)).rejects.toEqual(NOT_ALLOWED);
    expect(setup.table.items()).toEqual(before);
    expect(setup.queue.sent).toEqual([]);
    expect(setup.logs.text()).toContain('account_not_allowed');
  });

  it.each([
    ['that may speak for the owner', { id: 'AC-a', tenants: ['acme'] }],
    ['that may speak for all', { id: 'AC-a' }],
    ['that nothing is known of', {}],
  ])('%s brings a message to the number that it has', async (_, account) => {
    const setup = setUp();
    setup.ownAddress('acme', 'sms', NUMBER, 'AC-a');

    await setup.receiveMessage(anInboundMessage(), 'request-1', account);
    expect(setup.emitted()).toMatchObject([{ tenantId: 'acme' }]);
  });

  it('brings a mail to those of its tenants among several', async () => {
    const setup = withConversations(setUpMail());

    await setup.receiveMessage(aMail(), 'request-1', ofGlobex);
    expect(received(setup)).toEqual([['globex', MAILBOXES.globex, 'c-globex']]);
  });

  it('reaches no conversation of another tenant through a number that is nobody’s', async () => {
    const setup = setUp();
    setup.addConversation(aConversation({ tenantId: 'acme' }));

    expect(await setup.receiveMessage(anInboundMessage(), 'request-1', ofGlobex)).toEqual({
      kind: 'unknown_sender',
    });
    expect(setup.emitted()).toEqual([]);
  });

  it('does not keep another’s message out by bringing one under the same id before', async () => {
    const setup = setUp();
    setup.ownAddress('acme', 'sms', NUMBER);
    setup.ownAddress('globex', 'sms', '+15550002222');
    const planted = anInboundMessage({ to: '+15550002222', body: 'planted' });
    const ofAcme = { id: 'AC-a', tenants: ['acme'] };

    await setup.receiveMessage(planted, 'request-1', ofGlobex);
    for (const requestId of ['request-2', 'request-3'])
      await setup.receiveMessage(anInboundMessage(), requestId, ofAcme);
    expect(setup.emitted().map(({ tenantId, event }) => [tenantId, event.data.body])).toEqual([
      ['globex', 'planted'],
      ['acme', 'Ahoy! Running late.'],
    ]);
  });

  it('does not keep it out where it brings one for the same tenant before', async () => {
    const setup = setUp();
    setup.ownAddress('acme');

    await setup.receiveMessage(anInboundMessage({ body: 'planted' }), 'request-1', { id: 'AC-b' });
    await setup.receiveMessage(anInboundMessage(), 'request-2', { id: 'AC-a' });
    expect(setup.deliveries.sentTo()).toHaveLength(2);
    expect(setup.emitted().map(({ event }) => event.data.body)).toEqual(['planted', 'Ahoy! Running late.']);
  });
});

describe('a message that an earlier version stored and did not finish', () => {
  const stored = (conversationId?: string) => ({
    pk: 'CALLBACK#twilio#SM1',
    sk: 'CALLBACK',
    message: anInboundMessage(),
    requestId: 'request-0',
    leaseUntil: 0,
    leaseOwner: 'earlier',
    expiresAt: 4_000_000_000,
    ...(conversationId && { conversationId }),
  });

  it('is completed as it was decided then', async () => {
    const setup = setUp();
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    setup.table.store(stored('c-1'));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(queued(setup)).toEqual([['c-1', NUMBER]]);
    expect(setup.emitted()).toMatchObject([{ tenantId: 'acme', correlationId: 'request-0' }]);
  });

  it('is not another tenant’s than the number’s owner', async () => {
    const setup = setUp();
    setup.ownAddress('globex');
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    setup.table.store(stored('c-1'));

    await setup.receiveMessage(anInboundMessage(), 'request-1');
    expect(queued(setup)).toEqual([]);
    expect(setup.emitted()).toMatchObject([
      { tenantId: 'globex', event: { data: { conversation_id: null } } },
    ]);
    expect(setup.fallbacks).toMatchObject([{ to: PERSON }]);
  });
});
