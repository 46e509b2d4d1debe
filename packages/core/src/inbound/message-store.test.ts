import { describe, expect, it } from '@jest/globals';
import {
  aMessageItem,
  crashAtEachCall,
  createTestClock,
  createTestTable,
  DAY_MS,
} from '@switchyard/core/testing';
import {
  messageOfRecipientListKey,
  outboundMessageKey,
  recipientListBounds,
  recipientListKey,
} from './keys.ts';
import { CLAIM_MS, createOutboundMessageStore } from './message-store.ts';

function setUp() {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  const store = createOutboundMessageStore({ documents: table.documents, eventsTable: 'events', clock });
  return { table, advance, store };
}

const mine = aMessageItem();
const other = aMessageItem({ messageId: 'order-2' });
const foreign = aMessageItem({ tenantId: 'globex' });

describe('an external id', () => {
  it('leads to the message that it was bound to', async () => {
    const { store } = setUp();
    await store.putNew(mine);

    const bound = await store.bindExternalId(mine, 'SM1');

    expect(bound).toMatchObject({ messageId: 'order-1', externalId: 'SM1' });
    expect(await store.findByExternalId('twilio', 'SM1')).toEqual(bound);
    expect(await store.findByExternalId('resend', 'SM1')).toBeUndefined();
  });

  it.each([
    ['of the same tenant', other],
    ['of another tenant', foreign],
  ])('that is bound is not given to another message %s, however much later', async (_, thief) => {
    const { store, advance } = setUp();
    await store.putNew(mine);
    await store.putNew(thief);
    await store.bindExternalId(mine, 'SM1');
    advance(DAY_MS);

    expect(await store.bindExternalId(thief, 'SM1')).toBeUndefined();
    expect(await store.findByExternalId('twilio', 'SM1')).toMatchObject({
      messageId: 'order-1',
      tenantId: 'acme',
    });
  });

  it('does not replace the one that a message has', async () => {
    const { store } = setUp();
    await store.putNew(mine);
    const bound = await store.bindExternalId(mine, 'SM1');

    expect(bound === undefined ? 'none' : await store.bindExternalId(bound, 'SM2')).toBeUndefined();
    expect(await store.findByExternalId('twilio', 'SM2')).toBeUndefined();
  });

  it('of two that are bound to a message at the same time, one wins and both agree on it', async () => {
    const { store } = setUp();
    await store.putNew(mine);

    const bound = await Promise.all([store.bindExternalId(mine, 'SM1'), store.bindExternalId(mine, 'SM2')]);

    expect(bound.filter((message) => message !== undefined)).toHaveLength(1);
    const found = await Promise.all([
      store.findByExternalId('twilio', 'SM1'),
      store.findByExternalId('twilio', 'SM2'),
    ]);
    expect(found).toEqual(bound);
  });

  it('is bound after a crash at any point and a repeat', async () => {
    const crashes = await crashAtEachCall(
      async () => {
        const setup = setUp();
        await setup.store.putNew(mine);
        return setup;
      },
      ({ store }) => store.bindExternalId(mine, 'SM1'),
      async ({ store }) => {
        expect(await store.findByExternalId('twilio', 'SM1')).toMatchObject({ externalId: 'SM1' });
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(4);
  });

  it('that was claimed for a message which does not name it yet is bound by whoever asks for it', async () => {
    const { store, table } = setUp();
    await store.putNew(mine);
    await store.claim(mine, 'SM1');

    expect(await store.findByExternalId('twilio', 'SM1')).toMatchObject({ externalId: 'SM1' });
    expect(table.item(outboundMessageKey('acme', 'order-1'))).toMatchObject({ externalId: 'SM1' });
  });
});

describe('a claim on an external id', () => {
  it('holds while its message may still be written', async () => {
    const { store, advance } = setUp();
    await store.claim(mine, 'SM1');
    advance(CLAIM_MS - 1);

    expect(await store.claim(other, 'SM1')).toBe(false);
    expect(await store.findByExternalId('twilio', 'SM1')).toBeUndefined();
  });

  it('gives way once its message can no longer be written', async () => {
    const { store, advance } = setUp();
    await store.claim(mine, 'SM1');
    advance(CLAIM_MS);

    expect(await store.claim(other, 'SM1')).toBe(true);
  });

  it('gives way once its message names another external id', async () => {
    const { store, advance } = setUp();
    await store.putNew({ ...mine, externalId: 'SM2' });
    await store.claim(mine, 'SM1');
    advance(CLAIM_MS);

    expect(await store.claim(foreign, 'SM1')).toBe(true);
  });

  it('holds for good while its message names none', async () => {
    const { store, advance } = setUp();
    await store.putNew(mine);
    await store.claim(mine, 'SM1');
    advance(DAY_MS);

    expect(await store.claim(foreign, 'SM1')).toBe(false);
  });

  it('is given to one of two that find it abandoned', async () => {
    const { store, advance } = setUp();
    await store.claim(mine, 'SM1');
    advance(CLAIM_MS);

    const claimed = await Promise.all([store.claim(other, 'SM1'), store.claim(foreign, 'SM1')]);

    expect(claimed.sort()).toEqual([false, true]);
  });

  it('ends with its message', async () => {
    const { store, advance } = setUp();
    await store.putNew(mine);
    await store.bindExternalId(mine, 'SM1');
    advance(30 * DAY_MS);

    expect(await store.findByExternalId('twilio', 'SM1')).toBeUndefined();
    expect(await store.claim({ ...foreign, expiresAt: foreign.expiresAt + 86_400 }, 'SM1')).toBe(true);
  });
});

describe('a message', () => {
  it('is registered once', async () => {
    const { store } = setUp();

    expect(await store.putNew(mine)).toBe(true);
    expect(await store.putNew({ ...mine, recipient: '+436609999999' })).toBe(false);
    expect(await store.read('acme', 'order-1')).toEqual(mine);
  });

  it('that has expired looks deleted, and its id can be used again', async () => {
    const { store, advance } = setUp();
    await store.putNew(mine);
    advance(30 * DAY_MS);

    expect(await store.read('acme', 'order-1')).toBeUndefined();
    expect(await store.putNew({ ...mine, expiresAt: mine.expiresAt + 86_400 })).toBe(true);
  });

  it('is not brought back by setting its external id', async () => {
    const { store, table } = setUp();

    expect(await store.setExternalId(mine, 'SM1')).toBeUndefined();
    expect(table.items()).toEqual([]);
  });

  it('stands in the list of its recipient, within the bounds of its time', () => {
    const { listSk } = recipientListKey('sms', mine.recipient, mine.sentAt, 'acme', 'a:b@c+d.e-f_g');
    const { from, to } = recipientListBounds(mine.sentAt, mine.sentAt);

    expect(listSk >= from && listSk <= to).toBe(true);
    expect(messageOfRecipientListKey(listSk)).toEqual({
      sentAt: mine.sentAt,
      tenantId: 'acme',
      messageId: 'a:b@c+d.e-f_g',
    });
  });
});
