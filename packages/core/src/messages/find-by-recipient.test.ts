import { describe, expect, it } from '@jest/globals';
import { aMessageItem, createTestClock, createTestTable } from '@switchyard/core/testing';
import { setExternalId } from './external-ids.ts';
import { findByRecipient, MAX_CANDIDATES } from './find-by-recipient.ts';
import { outboundMessageKey, putNewOutboundMessage } from './outbound-messages.ts';

const message = aMessageItem();
const { channel, recipient, sentAt } = message;

function setUp() {
  const table = createTestTable();
  const context = { documents: table.documents, eventsTable: 'events', ...createTestClock() };
  return {
    context,
    table,
    put: (...messages: (typeof message)[]) =>
      Promise.all(messages.map((each) => putNewOutboundMessage(context, each))),
    find: (tenants?: readonly string[], recipients = [recipient]) =>
      findByRecipient(context, { channel, recipients, sentFrom: sentAt, sentTo: sentAt, tenants }),
  };
}
const many = (tenantId: string, externalId?: string) =>
  Array.from({ length: MAX_CANDIDATES + 1 }, (_, n) =>
    aMessageItem({ tenantId, messageId: `m-${n}`, ...(externalId && { externalId: `${externalId}${n}` }) }),
  );

describe('what was sent to a person', () => {
  it.each(['order-1', 'a:b@c+d.e-f_g'])('as %s is found at its time exactly', async (messageId) => {
    const { put, find } = setUp();
    await put(aMessageItem({ messageId }));

    expect(await find()).toEqual([aMessageItem({ messageId })]);
  });

  it('is found once under any of several recipients', async () => {
    const { put, find } = setUp();
    await put(message);

    expect(await find(undefined, ['+436609999999', recipient, recipient])).toEqual([message]);
  });

  it('is found of every tenant, also where the id of one begins with that of another', async () => {
    const { put, find } = setUp();
    const tenants = ['acme', 'acme-2', 'acme_2', '0', 'zeta'];
    await put(...tenants.map((tenantId) => aMessageItem({ tenantId })));

    const found = await find();
    expect(found).toHaveLength(tenants.length);
    expect(await find(['acme-2'])).toEqual([aMessageItem({ tenantId: 'acme-2' })]);
  });

  it('is not looked for by recipient once its external id is known', async () => {
    const { context, put, find, table } = setUp();
    await put(message);
    await setExternalId(context, message, 'SM1');

    expect(await find()).toEqual([]);
    expect(table.item(outboundMessageKey('acme', 'order-1'))?.listPk).toBeUndefined();
  });

  it('by one tenant, however much it is, does not hide another’s', async () => {
    const { put, find } = setUp();
    await put(message, ...many('globex', 'SM'));

    expect(await find()).toEqual([message]);
  });

  it('by tenants that do not count, however much it is, does not hide one that does', async () => {
    const { put, find } = setUp();
    await put(message, ...many('globex'));

    expect(await find()).toBe('too_many');
    expect(await find(['acme'])).toEqual([message]);
  });

  it('is found as an earlier version listed it', async () => {
    const { table, find } = setUp();
    const listed = (each: typeof message) => ({
      ...outboundMessageKey(each.tenantId, each.messageId),
      listPk: `RECIPIENT#${channel}#${recipient}`,
      listSk: `${sentAt}#${each.tenantId}#${each.messageId}`,
      ...each,
    });
    table.store(listed(message));
    table.store(listed(aMessageItem({ tenantId: 'globex', externalId: 'SM9' })));

    expect(await find()).toEqual([message]);
    expect(await find(['globex'])).toEqual([]);
  });
});
