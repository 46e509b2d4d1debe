import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import {
  anInboundMessage,
  type MessageSetupOptions,
  PERSON,
  setUpMessages,
} from '../../testing/message-setup.ts';
import { fallbackKey } from './send-fallback.ts';

const DAY_MS = 86_400_000;
const aMail = (changes: Partial<InboundMessage> = {}) =>
  anInboundMessage({
    provider: 'sendgrid',
    channel: 'email',
    from: 'ada@example.org',
    senderProof: 'proven',
    ...changes,
  });

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
    'to a name, which nobody can answer': { message: anInboundMessage({ from: 'ACME' }) },
    'to a short code': { message: anInboundMessage({ from: '72345' }) },
    'to a short code that is written like a number': { message: anInboundMessage({ from: '+72345' }) },
    'to somebody without an address': { message: anInboundMessage({ from: 'messenger-7' }) },
    'to a mail that says nothing of its proof': { message: aMail({ senderProof: undefined }) },
    'to a mail whose sender is not proven': { message: aMail({ senderProof: 'unproven' }) },
    'to an opt-out in the subject of a mail': { message: aMail({ details: { subject: 'Unsubscribe' } }) },
    'where no fallback may be sent at all': { limits: { all: 0 } },
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
    }: { message?: InboundMessage } & MessageSetupOptions) => {
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

      await sendFallback(aMail({ from, body: 'When do you open?' }));
      expect(fallbacks).toHaveLength(1);
    },
  );
});

describe('a suppressed fallback', () => {
  it.each<[string, InboundMessage]>([
    ['unreachable', anInboundMessage({ from: 'ACME' })],
    ['automatic', aMail({ details: { auto_submitted: true } })],
    ['opt_out', anInboundMessage({ body: 'stop' })],
    ['unproven', aMail({ senderProof: 'unproven' })],
  ])('is counted and logged: %s', async (cause, message) => {
    const { sendFallback, counted, logs } = setUpMessages();

    await sendFallback(message);
    expect(counted).toEqual([['FallbacksSuppressed', { cause }]]);
    expect(logs.text()).toContain(`"outcome":"suppressed","cause":"${cause}"`);
  });

  it('is counted and logged also when the sender was answered before', async () => {
    const { sendFallback, counted } = setUpMessages();
    await sendFallback(anInboundMessage());
    await sendFallback(anInboundMessage());

    expect(counted).toEqual([['FallbacksSent'], ['FallbacksSuppressed', { cause: 'answered_before' }]]);
  });
});

describe('the daily limit of fallbacks', () => {
  const from = (number: number, country = '+4366012345') =>
    anInboundMessage({ from: `${country}${String(number).padStart(2, '0')}` });
  const sendMany = async (
    { sendFallback }: ReturnType<typeof setUpMessages>,
    count: number,
    tenantId?: string,
  ) => {
    for (let number = 0; number < count; number += 1) await sendFallback(from(number), tenantId);
  };

  it('holds for one country, and leaves the others theirs', async () => {
    const setup = setUpMessages({ limits: { destination: 2 } });
    await sendMany(setup, 5);
    await setup.sendFallback(from(1, '+4179123456'));

    expect(setup.fallbacks.map(({ to }) => to)).toEqual(['+436601234500', '+436601234501', '+417912345601']);
    expect(setup.logs.text()).toContain('limit_destination');
  });

  it('holds for one domain', async () => {
    const { sendFallback, fallbacks } = setUpMessages({ limits: { destination: 1 } });
    await sendFallback(aMail({ from: 'a@example.org' }));
    await sendFallback(aMail({ from: 'b@Example.org' }));
    await sendFallback(aMail({ from: 'c@example.net' }));

    expect(fallbacks.map(({ to }) => to)).toEqual(['a@example.org', 'c@example.net']);
  });

  it('holds for one tenant, and leaves the others theirs', async () => {
    const setup = setUpMessages({ limits: { tenant: 1 } });
    await sendMany(setup, 3, 'acme');
    await setup.sendFallback(from(7), 'globex');

    expect(setup.fallbacks.map(({ to }) => to)).toEqual(['+436601234500', '+436601234507']);
  });

  it('holds over all, and begins anew on the next day', async () => {
    const setup = setUpMessages({ limits: { all: 1 } });
    await sendMany(setup, 3);
    setup.time.advance(DAY_MS);
    await setup.sendFallback(from(9));

    expect(setup.fallbacks.map(({ to }) => to)).toEqual(['+436601234500', '+436601234509']);
  });

  it('holds for those who write at the same moment', async () => {
    const { sendFallback, fallbacks } = setUpMessages({ limits: { all: 2 } });
    await Promise.all([0, 1, 2, 3, 4].map((number) => sendFallback(from(number))));

    expect(fallbacks).toHaveLength(2);
  });

  it('holds for environments that remember nothing', async () => {
    const setup = setUpMessages({ limits: { all: 2 } });
    for (const number of [0, 1, 2, 3]) {
      setup.context.reachedLimits.clear();
      await setup.sendFallback(from(number));
    }
    expect(setup.fallbacks).toHaveLength(2);
  });

  it('once reached costs no write, whoever writes how often', async () => {
    const setup = setUpMessages({ limits: { all: 1 } });
    await sendMany(setup, 2);
    const before = setup.table.writes().length;
    await sendMany(setup, 40);

    expect(setup.table.writes()).toHaveLength(before);
  });

  it('counts one that was stopped before it was sent, so that it never sends more', async () => {
    const setup = setUpMessages({
      limits: { all: 1 },
      sendText: async () => {
        throw new Error('The function was stopped');
      },
    });
    await setup.sendFallback(from(0));
    await setup.sendFallback(from(1));

    expect(setup.counted).toEqual([
      ['FallbacksSuppressed', { cause: 'failed' }],
      ['FallbacksSuppressed', { cause: 'limit_all' }],
    ]);
  });
});
