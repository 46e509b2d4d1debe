import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { MAX_CANDIDATES } from '@switchyard/core/find-by-recipient';
import {
  claimExternalId,
  encodeMessageReference,
  externalIdKey,
  outboundMessageKey,
  setExternalId,
} from '@switchyard/core/messages';
import type { ProvenAccount } from '@switchyard/core/providers';
import { aMessageItem, crashAtEachCall, DAY_MS, NOW } from '@switchyard/core/testing';
import { aStatusReport, setUpStatuses } from '../../testing/status-setup.ts';

const unbound = aMessageItem();
const later = (seconds: number) => toIso(NOW + seconds * 1000);
const sentAt = (seconds: number, changes = {}) =>
  aMessageItem({ messageId: `sent-at-${seconds}`, sentAt: later(seconds), ...changes });

describe.each(['database', 'embedded', 'timestamp'] as const)('with the strategy %s', (strategy) => {
  it('a report finds the message that its external id is bound to, in two reads', async () => {
    const { matchMessage, register, table } = setUpStatuses({ mappingStrategy: strategy });
    await register();
    table.calls.length = 0;

    expect(await matchMessage(aStatusReport())).toMatchObject({ tenantId: 'acme', messageId: 'order-1' });
    expect(table.calls.map(({ operation }) => operation)).toEqual(['get', 'get']);
  });

  it('a bound external id decides against what else the report says', async () => {
    const { matchMessage, register } = setUpStatuses({ mappingStrategy: strategy });
    await register();
    await register(aMessageItem({ messageId: 'order-2', sentAt: later(2) }));

    const found = await matchMessage(aStatusReport({ messageIdHint: 'acme:order-2' }));

    expect(found).toMatchObject({ messageId: 'order-1' });
  });

  it('a report finds nothing where nothing was registered', async () => {
    const { matchMessage, table } = setUpStatuses({ mappingStrategy: strategy });

    expect(await matchMessage(aStatusReport({ messageIdHint: 'acme:order-1' }))).toBeUndefined();
    expect(table.writes()).toEqual([]);
  });

  it('a report without an external id finds nothing', async () => {
    const { matchMessage, register } = setUpStatuses({ mappingStrategy: strategy });
    await register(unbound);

    const report = aStatusReport({ externalId: '', messageIdHint: 'acme:order-1' });
    expect(await matchMessage(report)).toBeUndefined();
  });

  it('a message that has expired is not found', async () => {
    const { matchMessage, register, advance } = setUpStatuses({ mappingStrategy: strategy });
    await register();
    advance(30 * DAY_MS);

    expect(await matchMessage(aStatusReport({ messageIdHint: 'acme:order-1' }))).toBeUndefined();
  });
});

describe('by external id only', () => {
  it('neither reference nor time is believed', async () => {
    const { matchMessage, register } = setUpStatuses({ mappingStrategy: 'database' });
    await register(unbound);

    expect(await matchMessage(aStatusReport({ messageIdHint: 'acme:order-1' }))).toBeUndefined();
  });

  it('the former external id of a message leads nowhere', async () => {
    const { context, matchMessage, register } = setUpStatuses({ mappingStrategy: 'database' });
    const message = await register();
    await claimExternalId(context, message, 'SM2');
    await setExternalId(context, message, 'SM2');

    expect(await matchMessage(aStatusReport())).toBeUndefined();
    expect(await matchMessage(aStatusReport({ externalId: 'SM2' }))).toMatchObject({ messageId: 'order-1' });
  });
});

describe('by an embedded reference', () => {
  const setUp = () => setUpStatuses({ mappingStrategy: 'embedded' });
  const reference = encodeMessageReference(unbound);

  it.each([
    ['encoded', reference],
    ['as a person writes it', 'acme:order-1'],
  ])('%s, a report finds its message and binds the external id', async (_, messageIdHint) => {
    const { matchMessage, register } = setUp();
    await register(unbound);

    const report = aStatusReport({ messageIdHint });
    expect(await matchMessage(report)).toMatchObject({ messageId: 'order-1', externalId: 'SM1' });
    expect(await matchMessage({ ...report, messageIdHint: undefined })).toMatchObject({
      messageId: 'order-1',
    });
  });

  it.each([
    ['has another external id', { externalId: 'SM9' }],
    ['went to another person', { recipient: '+436609999999' }],
    ['went through another channel', { channel: 'whatsapp' as const }],
    ['went through another provider', { provider: 'resend' as const }],
  ])('a message that %s is not matched', async (_, changes) => {
    const { matchMessage, register } = setUp();
    await register(aMessageItem(changes));

    expect(await matchMessage(aStatusReport({ messageIdHint: reference }))).toBeUndefined();
  });

  it('a message is matched when the provider does not say who got it', async () => {
    const { matchMessage, register } = setUp();
    await register(unbound);

    const report = aStatusReport({ messageIdHint: reference, recipients: [] });
    expect(await matchMessage(report)).toMatchObject({ messageId: 'order-1' });
  });

  it('of another tenant, an external id that is bound is not taken away', async () => {
    const { matchMessage, register } = setUp();
    await register();
    await register(aMessageItem({ tenantId: 'globex' }));

    const found = await matchMessage(aStatusReport({ messageIdHint: 'globex:order-1' }));

    expect(found).toMatchObject({ tenantId: 'acme' });
  });

  it('two external ids with the same reference do not both become the message’s', async () => {
    const { matchMessage, register } = setUp();
    await register(unbound);

    const found = await Promise.all([
      matchMessage(aStatusReport({ messageIdHint: reference, externalId: 'SM1' })),
      matchMessage(aStatusReport({ messageIdHint: reference, externalId: 'SM2' })),
    ]);

    expect(found.filter((message) => message !== undefined)).toHaveLength(1);
  });

  it('a message is found and bound after a crash at any point and a repeat', async () => {
    const crashes = await crashAtEachCall(
      async () => {
        const setup = setUp();
        await setup.register(unbound);
        return setup;
      },
      ({ matchMessage }) => matchMessage(aStatusReport({ messageIdHint: reference })),
      async ({ matchMessage, table }) => {
        expect(await matchMessage(aStatusReport())).toMatchObject({ messageId: 'order-1' });
        expect(table.item(outboundMessageKey('acme', 'order-1'))).toMatchObject({ externalId: 'SM1' });
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(8);
  });
});

describe('among several recipients', () => {
  const recipients = ['+436600000001', unbound.recipient, '+436600000003'];

  it.each(['embedded', 'timestamp'] as const)(
    'any of them may be the message’s (%s)',
    async (mappingStrategy) => {
      const { matchMessage, register } = setUpStatuses({ mappingStrategy });
      await register(unbound);

      const report = aStatusReport({ messageIdHint: 'acme:order-1', recipients, occurredAt: unbound.sentAt });
      expect(await matchMessage(report)).toMatchObject({ messageId: 'order-1', externalId: 'SM1' });
    },
  );

  it.each(['embedded', 'timestamp'] as const)(
    'a number may be written in its other form (%s)',
    async (mappingStrategy) => {
      const { matchMessage, register } = setUpStatuses({ mappingStrategy });
      await register(aMessageItem({ recipient: '+5511987654321' }));

      const report = aStatusReport({
        messageIdHint: 'acme:order-1',
        recipients: ['+551187654321'],
        occurredAt: unbound.sentAt,
      });
      expect(await matchMessage(report)).toMatchObject({ messageId: 'order-1' });
    },
  );
});

describe('a report from an account', () => {
  const ofGlobex = { id: 'AC-b', tenants: ['globex'] };
  const reportOf = (account: ProvenAccount) =>
    aStatusReport({ account, messageIdHint: 'acme:order-1', occurredAt: unbound.sentAt });

  it.each(['database', 'embedded', 'timestamp'] as const)(
    'that may not speak for the tenant finds and binds nothing (%s)',
    async (mappingStrategy) => {
      for (const item of [unbound, aMessageItem({ externalId: 'SM1' })]) {
        const { matchMessage, register, table, logs } = setUpStatuses({ mappingStrategy });
        await register(item);
        const before = table.items();

        expect(await matchMessage(reportOf(ofGlobex))).toBeUndefined();
        expect(table.items()).toEqual(before);
        if (item !== unbound) expect(logs.text()).toContain('account_not_allowed');
      }
    },
  );

  it.each([
    ['that may speak for the tenant', { id: 'AC-a', tenants: ['globex', 'acme'] }, 'order-1'],
    ['that may speak for all', { id: 'AC-a' }, 'order-1'],
    ['that is not known', {}, 'order-1'],
    ['other than the one that sent the message', { id: 'AC-b' }, undefined],
  ])('%s is matched so, where the message names its account', async (_, account, messageId) => {
    for (const mappingStrategy of ['embedded', 'timestamp'] as const) {
      const { matchMessage, register } = setUpStatuses({ mappingStrategy });
      await register(aMessageItem({ account: 'AC-a' }));

      expect((await matchMessage(reportOf(account)))?.messageId).toBe(messageId);
    }
  });

  it('of one tenant is not confused by what another sent to the same person', async () => {
    const { matchMessage, register } = setUpStatuses({ mappingStrategy: 'timestamp' });
    await register(unbound);
    await register(aMessageItem({ tenantId: 'globex', messageId: 'theirs' }));

    expect(await matchMessage(reportOf(ofGlobex))).toMatchObject({ messageId: 'theirs' });
  });
});

describe('by time', () => {
  const setUp = () => setUpStatuses({ mappingStrategy: 'timestamp', matchingWindowSeconds: 60 });
  const report = aStatusReport({ occurredAt: later(0) });

  it.each([-60, -1, 0, 1, 60])('a message sent %i s from the report is found and bound', async (seconds) => {
    const { matchMessage, register, table } = setUp();
    await register(sentAt(seconds));

    expect(await matchMessage(report)).toMatchObject({ messageId: `sent-at-${seconds}`, externalId: 'SM1' });
    expect(table.item(externalIdKey('twilio', 'SM1'))).toMatchObject({ messageId: `sent-at-${seconds}` });
  });

  it.each([-60.001, 60.001])('a message sent %d s from the report is outside the window', async (seconds) => {
    const { matchMessage, register } = setUp();
    await register(aMessageItem({ sentAt: later(seconds) }));

    expect(await matchMessage(report)).toBeUndefined();
  });

  it('the nearest message is found', async () => {
    const { matchMessage, register } = setUp();
    for (const seconds of [-50, -3, 5, 40]) await register(sentAt(seconds));

    expect(await matchMessage(report)).toMatchObject({ messageId: 'sent-at--3' });
  });

  it('two messages as near as each other are not told apart', async () => {
    const { matchMessage, register, table } = setUp();
    for (const seconds of [-5, 5, 30]) await register(sentAt(seconds));
    const before = table.items();

    expect(await matchMessage(report)).toBeUndefined();
    expect(table.items()).toEqual(before);
  });

  it('messages of different tenants are never told apart by time', async () => {
    const { matchMessage, register } = setUp();
    await register(sentAt(1));
    await register(sentAt(40, { tenantId: 'globex' }));

    expect(await matchMessage(report)).toBeUndefined();
  });

  it.each([
    ['has another external id', { externalId: 'SM9' }],
    ['went through another provider', { provider: 'resend' as const }],
    ['has expired', { expiresAt: NOW / 1000 }],
  ])('a message that %s is no candidate, whoever sent it', async (_, changes) => {
    const { matchMessage, register } = setUp();
    await register(sentAt(0, { tenantId: 'globex', ...changes }));
    await register(sentAt(20));

    expect(await matchMessage(report)).toMatchObject({ tenantId: 'acme', messageId: 'sent-at-20' });
  });

  it.each([
    ['to another person', { recipient: '+436609999999' }],
    ['through another channel', { channel: 'whatsapp' as const }],
  ])('what was sent %s is no candidate', async (_, changes) => {
    const { matchMessage, register } = setUp();
    await register(sentAt(0, changes));

    expect(await matchMessage(report)).toBeUndefined();
  });

  it.each([
    ['does not say who got it', { recipients: [] }],
    ['says nothing about a delivery', { kind: 'other' as const, status: undefined }],
  ])('a report that %s finds nothing', async (_, changes) => {
    const { matchMessage, register } = setUp();
    await register(sentAt(0));

    expect(await matchMessage({ ...report, ...changes })).toBeUndefined();
  });

  it('two external ids of two messages find one each, the first the nearest', async () => {
    const { matchMessage, register } = setUp();
    await register(sentAt(-1));
    await register(sentAt(-10));

    expect(await matchMessage({ ...report, externalId: 'SM1' })).toMatchObject({ messageId: 'sent-at--1' });
    expect(await matchMessage({ ...report, externalId: 'SM2' })).toMatchObject({ messageId: 'sent-at--10' });
  });

  it('among very many messages none is chosen', async () => {
    const { matchMessage, register } = setUp();
    for (let n = 0; n <= MAX_CANDIDATES; n += 1) await register(sentAt(n));

    expect(await matchMessage(report)).toBeUndefined();
  });

  it('reports later than the window find the message that an earlier one was bound to', async () => {
    const { matchMessage, register } = setUp();
    await register(sentAt(0));
    await matchMessage(report);

    const muchLater = { ...report, occurredAt: toIso(NOW + DAY_MS) };
    expect(await matchMessage(muchLater)).toMatchObject({ messageId: 'sent-at-0' });
  });

  it('a message is found and bound after a crash at any point and a repeat', async () => {
    await crashAtEachCall(
      async () => {
        const setup = setUp();
        await setup.register(sentAt(0));
        await setup.register(sentAt(20));
        return setup;
      },
      ({ matchMessage }) => matchMessage(report),
      async ({ matchMessage }) => {
        expect(await matchMessage(report)).toMatchObject({ messageId: 'sent-at-0', externalId: 'SM1' });
      },
    );
  });
});
