import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable } from '@switchyard/core/testing';
import { type Conversation, conversationKey, touchConversation } from './conversation.ts';
import { findConversation } from './find-conversation.ts';
import { putNewConversation } from './put-new-conversation.ts';

const PERSON = '+15550001111';
const at = (second: number) => `2026-03-01T11:00:${String(second).padStart(2, '0')}.000Z`;

const aConversation = (conversationId: string, second: number, tenantId?: string): Conversation => ({
  conversationId,
  channel: 'whatsapp',
  address: PERSON,
  ...(tenantId === undefined ? {} : { tenantId }),
  status: 'open',
  handOffToHuman: false,
  lastActivityAt: at(second),
  createdAt: at(second),
});

function setUp() {
  const table = createTestTable();
  const context = { documents: table.documents, eventsTable: 'events', ...createTestClock() };
  return {
    table,
    context,
    add: async (...conversations: Conversation[]) => {
      for (const each of conversations) await putNewConversation(context, each);
    },
    /** As an earlier version listed it: by time alone. */
    addEarlier: (...conversations: Conversation[]) => {
      for (const each of conversations)
        table.store({
          ...conversationKey(each.conversationId),
          listPk: `CONTACT#whatsapp#${PERSON}`,
          listSk: `${each.lastActivityAt}#${each.conversationId}`,
          ...each,
        });
    },
    find: async (owner?: string, tenants?: readonly string[]) =>
      (await findConversation(context, { channel: 'whatsapp', address: PERSON, owner, tenants }))
        ?.conversationId,
  };
}

describe.each(['add', 'addEarlier'] as const)('the conversation of a message (%s)', (how) => {
  it('is the owner’s own, whatever is newer', async () => {
    const setup = setUp();
    await setup[how](
      aConversation('older', 1, 'acme'),
      aConversation('own', 2, 'acme'),
      aConversation('nobodys', 3),
      aConversation('theirs', 4, 'globex'),
    );

    expect(await setup.find('acme')).toBe('own');
    expect(await setup.find('globex')).toBe('theirs');
  });

  it('is one without a tenant, where the owner has none', async () => {
    const setup = setUp();
    await setup[how](
      aConversation('first', 1),
      aConversation('nobodys', 2),
      aConversation('theirs', 3, 'globex'),
    );

    expect(await setup.find('acme')).toBe('nobodys');
  });

  it('is never another tenant’s', async () => {
    const setup = setUp();
    await setup[how](aConversation('theirs', 1, 'globex'), aConversation('theirs-2', 2, 'acme-2'));

    expect(await setup.find('acme')).toBeUndefined();
  });

  it('is the newest of all, where nobody owns the address', async () => {
    const setup = setUp();
    await setup[how](
      aConversation('a', 3, 'zeta'),
      aConversation('newest', 5, 'acme'),
      aConversation('b', 4, 'acme'),
      aConversation('c', 2),
    );

    expect(await setup.find()).toBe('newest');
  });

  it('is the newest of those for whom the account may speak, where nobody owns the address', async () => {
    const setup = setUp();
    await setup[how](aConversation('allowed', 1, 'acme'), aConversation('theirs', 3, 'globex'));

    expect(await setup.find(undefined, ['acme'])).toBe('allowed');
    expect(await setup.find(undefined, ['initech'])).toBeUndefined();
  });

  it('is found however many others the person has', async () => {
    const setup = setUp();
    const others = Array.from({ length: 130 }, (_, n) => aConversation(`their-${n}`, 10, 'globex'));
    await setup[how](aConversation('own', 1, 'acme'), ...others, aConversation('nobodys', 2));

    expect(await setup.find('acme')).toBe('own');
    expect(await setup.find('initech')).toBe('nobodys');
    expect(await setup.find()).toMatch(/^their-/);
  });
});

describe('the reads', () => {
  it('are one for the owner’s conversation, and one for the newest where nobody owns the address', async () => {
    const setup = setUp();
    await setup.add(aConversation('own', 1, 'acme'), aConversation('theirs', 2, 'globex'));

    for (const owner of ['acme', undefined]) {
      setup.table.calls.length = 0;
      await setup.find(owner);
      expect(setup.table.calls.map(({ operation }) => operation)).toEqual(['query']);
    }
  });

  it('are as many as there are tenants, not conversations', async () => {
    const setup = setUp();
    const many = (tenantId?: string) =>
      Array.from({ length: 100 }, (_, n) => aConversation(`${tenantId}-${n}`, 10, tenantId));
    await setup.add(...many('acme'), ...many('globex'), ...many());
    setup.table.calls.length = 0;

    expect(await setup.find()).toBeDefined();
    expect(setup.table.calls.length).toBeLessThanOrEqual(4);
  });
});

describe('a message', () => {
  const touch = (setup: ReturnType<typeof setUp>, tenantId: string | undefined) =>
    touchConversation(setup.context, {
      conversationId: 'c',
      channel: 'whatsapp',
      address: PERSON,
      tenantId,
      receivedAt: at(30),
    });

  it('lists the conversation of an earlier version under its tenant', async () => {
    const setup = setUp();
    setup.addEarlier(aConversation('c', 1, 'acme'));

    await touch(setup, 'acme');
    expect(setup.table.item(conversationKey('c'))?.listSk).toBe(`TENANT#acme#${at(30)}#c`);
  });

  it.each([
    ['acme', 'globex'],
    ['acme', undefined],
    [undefined, 'globex'],
  ])('leaves the conversation of %s alone when it was looked up as that of %s', async (is, seen) => {
    const setup = setUp();
    await setup.add(aConversation('c', 1, is));
    const before = setup.table.items();

    expect(await touch(setup, seen)).toBeUndefined();
    expect(setup.table.items()).toEqual(before);
  });
});
