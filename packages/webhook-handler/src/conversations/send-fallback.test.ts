import { describe, expect, it } from '@jest/globals';
import { anInboundMessage, PERSON, setUpMessages } from '../../testing/message-setup.ts';
import { fallbackKey } from './send-fallback.ts';

const DAY_MS = 86_400_000;
const aMail = (changes = {}) =>
  anInboundMessage({ provider: 'sendgrid', channel: 'email', from: 'ada@example.org', ...changes });

describe('a fallback', () => {
  it('names the channel', async () => {
    const { sendFallback, fallbacks } = setUpMessages({ template: '{channel}: nobody reads {channel}.' });

    await sendFallback(anInboundMessage({ channel: 'whatsapp' }));
    expect(fallbacks).toEqual([{ to: PERSON, text: 'whatsapp: nobody reads whatsapp.' }]);
  });

  it('is sent once within 24 hours', async () => {
    const { sendFallback, fallbacks, time } = setUpMessages();
    await sendFallback(anInboundMessage());
    time.advance(DAY_MS - 1_000);
    await sendFallback(anInboundMessage({ providerId: 'SM2' }));

    expect(fallbacks).toHaveLength(1);
  });

  it('is sent again after 24 hours, though DynamoDB has not deleted the record', async () => {
    const { sendFallback, fallbacks, time } = setUpMessages();
    await sendFallback(anInboundMessage());
    time.advance(DAY_MS);
    await sendFallback(anInboundMessage({ providerId: 'SM2' }));

    expect(fallbacks).toHaveLength(2);
  });

  it('is sent once to a sender who writes twice at the same moment', async () => {
    const { sendFallback, fallbacks } = setUpMessages();
    await Promise.all([
      sendFallback(anInboundMessage()),
      sendFallback(anInboundMessage({ providerId: 'SM2' })),
    ]);

    expect(fallbacks).toHaveLength(1);
  });

  it('is sent for each sender and each channel', async () => {
    const { sendFallback, fallbacks } = setUpMessages();
    await sendFallback(anInboundMessage());
    await sendFallback(anInboundMessage({ from: '+436601234567' }));
    await sendFallback(anInboundMessage({ channel: 'whatsapp' }));

    expect(fallbacks).toHaveLength(3);
  });

  it('is sent by each tenant whose address the sender wrote to', async () => {
    const { sendFallback, fallbacks } = setUpMessages();
    for (const tenantId of ['acme', 'globex', undefined, 'acme', 'globex', undefined]) {
      await sendFallback(anInboundMessage(), tenantId);
    }

    expect(fallbacks).toHaveLength(3);
  });

  it('is recorded before it is sent', async () => {
    const recorded: boolean[] = [];
    const setup = setUpMessages({
      sendText: async () => {
        recorded.push(setup.table.item(fallbackKey(undefined, 'sms', PERSON)) !== undefined);
      },
    });

    await setup.sendFallback(anInboundMessage());
    expect(recorded).toEqual([true]);
  });

  it('that the provider does not take fails nothing, and is not tried again', async () => {
    let calls = 0;
    const { sendFallback, logs } = setUpMessages({
      sendText: async () => {
        calls += 1;
        throw new Error('The provider answered 500');
      },
    });

    await sendFallback(anInboundMessage());
    await sendFallback(anInboundMessage());
    expect(calls).toBe(1);
    expect(logs.text()).toContain('"outcome":"failed"');
  });

  it('that cannot be recorded fails nothing, and is not sent', async () => {
    const { sendFallback, fallbacks, table } = setUpMessages();
    table.hooks.before = () => {
      throw new Error('Throttled');
    };

    await sendFallback(anInboundMessage());
    expect(fallbacks).toEqual([]);
  });
});

describe('no fallback', () => {
  const none = {
    'when no template is set': { template: '' },
    'after an opt-out that Twilio has answered': {
      message: anInboundMessage({ details: { opt_out_type: 'STOP' } }),
    },
    'after HELP, which Twilio answers': { message: anInboundMessage({ details: { opt_out_type: 'HELP' } }) },
    'to an opt-out without OptOutType': { message: anInboundMessage({ body: ' Stop ' }) },
    'to a mail that a machine sent': { message: aMail({ details: { auto_submitted: true } }) },
    'to a bounce': { message: aMail({ from: 'MAILER-DAEMON@example.org' }) },
    'to a postmaster': { message: aMail({ from: 'postmaster@example.org' }) },
    'to the null sender': { message: aMail({ from: '<>' }) },
    'to a no-reply mailbox': { message: aMail({ from: 'no-reply@example.org' }) },
    'to a noreply mailbox with a tag': { message: aMail({ from: 'noreply+42@example.org' }) },
    'to a do-not-reply mailbox': { message: aMail({ from: 'do-not-reply@example.org' }) },
    'to a bounce address': { message: aMail({ from: 'bounces+42-ab@example.org' }) },
  };

  it.each(Object.entries(none))(
    '%s',
    async (_, {
      message = anInboundMessage(),
      ...options
    }: { message?: ReturnType<typeof anInboundMessage>; template?: string }) => {
      const { sendFallback, fallbacks, table } = setUpMessages(options);

      await sendFallback(message);
      expect(fallbacks).toEqual([]);
      expect(table.writes()).toEqual([]);
    },
  );

  it.each(['ada@example.org', 'stop@example.org', 'replies@example.org', 'bouncer@example.org'])(
    'is not the rule for %s',
    async (from) => {
      const { sendFallback, fallbacks } = setUpMessages();

      await sendFallback(aMail({ from, body: 'Stop' }));
      expect(fallbacks).toHaveLength(1);
    },
  );
});
