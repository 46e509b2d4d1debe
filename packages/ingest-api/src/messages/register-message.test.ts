import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { CLAIM_MS, externalIdKey, findByExternalId, outboundMessageKey } from '@switchyard/core/messages';
import { crashAtEachCall, createTestClock, createTestTable, DAY_MS, NOW } from '@switchyard/core/testing';
import { type RegisterMessageInput, registerMessage } from './register-message.ts';

function setUp() {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  const context = { documents: table.documents, eventsTable: 'Events', clock };
  return {
    table,
    advance,
    context,
    register: (changes: Partial<RegisterMessageInput> = {}) =>
      registerMessage(context, { ...anInput, ...changes }),
    message: (tenantId = 'acme', messageId = 'order-1') =>
      table.item(outboundMessageKey(tenantId, messageId)),
    owner: (externalId: string) => table.item(externalIdKey('twilio', externalId)),
  };
}

const anInput: RegisterMessageInput = {
  tenantId: 'acme',
  messageId: 'order-1',
  channel: 'sms',
  provider: 'twilio',
  recipient: '+436601234567',
  sentAt: toIso(NOW),
  externalId: undefined,
};

describe('a message', () => {
  it('is registered under its tenant and listed under its recipient', async () => {
    const { register, message } = setUp();

    expect(await register()).toMatchObject({ kind: 'created', message: { status: 'registered' } });
    expect(message()).toEqual({
      pk: 'TENANT#acme#MESSAGE#order-1',
      sk: 'MESSAGE',
      listPk: 'RECIPIENT#sms#+436601234567',
      listSk: `TENANT#acme#${toIso(NOW)}#order-1`,
      tenantId: 'acme',
      messageId: 'order-1',
      channel: 'sms',
      provider: 'twilio',
      recipient: '+436601234567',
      sentAt: toIso(NOW),
      status: 'registered',
      statusAt: toIso(NOW),
      createdAt: toIso(NOW),
      updatedAt: toIso(NOW),
      expiresAt: (NOW + 30 * DAY_MS) / 1000,
      writeId: expect.any(String),
    });
  });

  it('was sent now when nothing else is said', async () => {
    const { register } = setUp();

    expect(await register({ sentAt: undefined })).toMatchObject({ message: { sentAt: toIso(NOW) } });
  });

  it.each([
    ['was sent long ago', -90, 30],
    ['is to be sent', 7, 37],
  ])('that %s is kept for 30 days from then on', async (_, sentInDays, keptDays) => {
    const { register } = setUp();

    expect(await register({ sentAt: toIso(NOW + sentInDays * DAY_MS) })).toMatchObject({
      message: { expiresAt: (NOW + keptDays * DAY_MS) / 1000 },
    });
  });

  it('can be registered anew once it has expired', async () => {
    const { register, advance } = setUp();
    await register({ externalId: 'SM1' });
    advance(30 * DAY_MS);

    expect(await register({ recipient: '+436609999999', externalId: 'SM1' })).toMatchObject({
      kind: 'created',
    });
  });

  it('of another tenant may have the same id', async () => {
    const { register, message } = setUp();
    await register();

    expect(await register({ tenantId: 'globex', recipient: '+436609999999' })).toMatchObject({
      kind: 'created',
    });
    expect(message()).toMatchObject({ recipient: '+436601234567' });
  });
});

describe('a repeat', () => {
  it.each([
    ['is the same', {}],
    ['leaves out when it was sent', { sentAt: undefined }],
    ['leaves out the external id', { externalId: undefined }],
  ])('that %s changes nothing, and costs one read', async (_, changes) => {
    const { register, table } = setUp();
    await register({ externalId: 'SM1' });
    const before = table.items();
    table.calls.length = 0;

    const result = await register({ externalId: 'SM1', ...changes });

    expect(result).toMatchObject({ kind: 'unchanged', message: { externalId: 'SM1' } });
    expect(table.items()).toEqual(before);
    expect(table.calls).toHaveLength(1);
  });

  it('knows the account that was named first, and none that is named later', async () => {
    const { register, message } = setUp();
    await register({ account: 'AC-1' });
    await register({ account: 'AC-1', externalId: 'SM1' });
    await register({ externalId: 'SM1' });
    expect(message()).toMatchObject({ account: 'AC-1' });
    expect(await register({ account: 'AC-2' })).toMatchObject({ kind: 'conflict', field: 'account' });

    await register({ messageId: 'order-2' });
    expect(await register({ messageId: 'order-2', account: 'AC-2', externalId: 'SM2' })).toMatchObject({
      kind: 'updated',
    });
    expect(message('acme', 'order-2')).not.toHaveProperty('account');
  });

  it('tells what has become of the message', async () => {
    const { register, table, message } = setUp();
    await register();
    table.store({ ...message(), status: 'delivered' });

    expect(await register()).toMatchObject({ kind: 'unchanged', message: { status: 'delivered' } });
  });

  it.each([
    ['channel', { channel: 'whatsapp' }],
    ['provider', { provider: 'resend' }],
    ['recipient', { recipient: '+436609999999' }],
    ['sentAt', { sentAt: toIso(NOW + 1) }],
  ] as const)('with another %s is a conflict, and writes nothing', async (field, changes) => {
    const { register, table } = setUp();
    await register();
    const before = table.items();

    expect(await register({ ...changes, externalId: 'SM1' })).toMatchObject({ kind: 'conflict', field });
    expect(table.items()).toEqual(before);
  });
});

describe('an external id', () => {
  it('can be given at once', async () => {
    const { register, context } = setUp();

    expect(await register({ externalId: 'SM1' })).toMatchObject({
      kind: 'created',
      message: { externalId: 'SM1' },
    });
    expect(await findByExternalId(context, 'twilio', 'SM1')).toMatchObject({ messageId: 'order-1' });
  });

  it('can be added later', async () => {
    const { register, context, message } = setUp();
    await register();

    expect(await register({ externalId: 'SM1' })).toMatchObject({
      kind: 'updated',
      message: { externalId: 'SM1' },
    });
    expect(await findByExternalId(context, 'twilio', 'SM1')).toMatchObject({ messageId: 'order-1' });
    expect(message()).not.toHaveProperty('listPk');
  });

  it('can be changed; the former one then leads nowhere and is free after a minute', async () => {
    const { register, context, advance } = setUp();
    await register({ externalId: 'SM1' });
    advance(CLAIM_MS);

    expect(await register({ externalId: 'SM2' })).toMatchObject({ kind: 'updated' });
    expect(await findByExternalId(context, 'twilio', 'SM1')).toBeUndefined();
    expect(await findByExternalId(context, 'twilio', 'SM2')).toMatchObject({ messageId: 'order-1' });
    expect(await register({ messageId: 'order-2', externalId: 'SM1' })).toMatchObject({ kind: 'created' });
  });

  it.each([
    ['message', { messageId: 'order-2' }],
    ['tenant’s message', { tenantId: 'globex' }],
  ])('of another %s is refused, and the message is not registered', async (_, changes) => {
    const { register, message, owner } = setUp();
    await register({ externalId: 'SM1' });

    expect(await register({ ...changes, externalId: 'SM1' })).toEqual({ kind: 'external_id_taken' });
    expect(message(undefined, 'order-2')).toBeUndefined();
    expect(message('globex')).toBeUndefined();
    expect(owner('SM1')).toMatchObject({ tenantId: 'acme', messageId: 'order-1' });
  });

  it('of another message is not taken by a change either', async () => {
    const { register, message } = setUp();
    await register({ externalId: 'SM1' });
    await register({ messageId: 'order-2', externalId: 'SM2' });

    expect(await register({ messageId: 'order-2', externalId: 'SM1' })).toEqual({
      kind: 'external_id_taken',
    });
    expect(message('acme', 'order-2')).toMatchObject({ externalId: 'SM2' });
  });
});

describe('requests at the same time', () => {
  it('that are the same register one message', async () => {
    const { register } = setUp();

    const results = await Promise.all([register({ externalId: 'SM1' }), register({ externalId: 'SM1' })]);

    expect(results.map(({ kind }) => kind).sort()).toEqual(['created', 'unchanged']);
  });

  it('that differ register one of them', async () => {
    const { register } = setUp();

    const results = await Promise.all([register(), register({ recipient: '+436609999999' })]);

    expect(results.map(({ kind }) => kind).sort()).toEqual(['conflict', 'created']);
  });

  it('of two messages for one external id register one of them', async () => {
    const { register } = setUp();

    const results = await Promise.all([
      register({ externalId: 'SM1' }),
      register({ tenantId: 'globex', externalId: 'SM1' }),
    ]);

    expect(results.map(({ kind }) => kind).sort()).toEqual(['created', 'external_id_taken']);
  });

  it('do not undo a report that comes in between', async () => {
    const { register, table, message } = setUp();
    await register();
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') table.store({ ...message(), status: 'delivered' });
    };
    await register({ externalId: 'SM1' });

    expect(message()).toMatchObject({ status: 'delivered', externalId: 'SM1' });
  });
});

describe('after a crash at any point', () => {
  it('the same request completes a new message', async () => {
    const crashes = await crashAtEachCall(
      setUp,
      ({ register }) => register({ externalId: 'SM1' }),
      async ({ context, message }, crash) => {
        const found = await findByExternalId(context, 'twilio', 'SM1');
        expect({ crash, found }).toMatchObject({ crash, found: { messageId: 'order-1' } });
        expect(message()).toMatchObject({ externalId: 'SM1', status: 'registered' });
      },
    );
    expect(crashes).toBe(6);
  });

  it('the same request completes a change of the external id', async () => {
    const crashes = await crashAtEachCall(
      async () => {
        const setup = setUp();
        await setup.register({ externalId: 'SM1' });
        return setup;
      },
      ({ register }) => register({ externalId: 'SM2' }),
      async ({ context }, crash) => {
        const found = await Promise.all(['SM1', 'SM2'].map((id) => findByExternalId(context, 'twilio', id)));
        expect({ crash, found }).toMatchObject({ crash, found: [undefined, { messageId: 'order-1' }] });
      },
    );
    expect(crashes).toBe(6);
  });

  it('before the message was written, its external id is free again after a minute', async () => {
    const { register, table, advance } = setUp();
    table.hooks.before = ({ operation, item }) => {
      if (operation === 'put' && item.sk === 'MESSAGE') throw new Error('The function was stopped');
    };
    await expect(register({ externalId: 'SM1' })).rejects.toThrow();
    table.hooks.before = () => undefined;
    const another = { tenantId: 'globex', externalId: 'SM1' };

    expect(await register(another)).toEqual({ kind: 'external_id_taken' });
    advance(CLAIM_MS);
    expect(await register(another)).toMatchObject({ kind: 'created' });
  });
});

describe('a request that cannot be completed', () => {
  it('says so when the store does not answer', async () => {
    const { register, table } = setUp();
    const outage = new Error('Internal server error');
    table.hooks.before = () => {
      throw outage;
    };

    await expect(register()).rejects.toMatchObject({ code: 'unavailable', cause: outage });
  });

  it('gives up when others change the message each time', async () => {
    const { register, table, message } = setUp();
    await register({ externalId: 'SM0' });
    let n = 10;
    table.hooks.before = ({ operation }) => {
      if (operation === 'update') table.store({ ...message(), externalId: `SM${n++}` });
    };

    await expect(register({ externalId: 'SM1' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
