import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable } from '@switchyard/core/testing';
import type { Channel } from '../channels/channel.ts';
import {
  findOwners,
  ownedAddressKey,
  putOwnedAddress,
  readOwnedAddress,
  removeOwnedAddress,
} from './owned-address.ts';

const NUMBER = '+15558675310';
const OURS = {
  tenantId: 'acme',
  channel: 'sms',
  address: NUMBER,
  assignedAt: '2026-03-01T12:00:00.000Z',
} as const;
const THEIRS = { ...OURS, tenantId: 'globex', assignedAt: '2026-03-02T12:00:00.000Z' } as const;

function setUp() {
  const table = createTestTable();
  return {
    table,
    context: { documents: table.documents, eventsTable: 'events', ...createTestClock() },
  };
}

describe('the owner of an address', () => {
  function setUpOwner() {
    const setup = setUp();
    setup.table.store({ ...ownedAddressKey('sms', NUMBER), tenantId: 'acme' });
    setup.table.store({ ...ownedAddressKey('email', 'support@example.com'), tenantId: 'mailer' });
    setup.table.store({ ...ownedAddressKey('email', 'support+vip@example.com'), tenantId: 'acme' });
    setup.table.store({ ...ownedAddressKey('whatsapp', '+551187654321'), tenantId: 'acme', account: 'AC1' });
    return setup;
  }
  const ownerOf = async (channel: Channel, address: string) =>
    (await findOwners(setUpOwner().context, channel, [address])).get(address);

  it.each([
    ['sms', NUMBER, 'acme'],
    ['email', 'Support@Example.com', 'mailer'],
    ['email', 'support+tag@example.com', 'mailer'],
    ['email', 'support+vip@example.com', 'acme'],
  ] as const)('on %s of %s is %s', async (channel, address, tenantId) => {
    expect(await ownerOf(channel, address)).toEqual({ tenantId });
  });

  it('has the account that it was assigned with, under either form of the number', async () => {
    for (const number of ['+5511987654321', '+551187654321']) {
      expect(await ownerOf('whatsapp', number)).toEqual({ tenantId: 'acme', account: 'AC1' });
    }
  });

  it('is nobody for another channel', async () => {
    expect(await ownerOf('whatsapp', NUMBER)).toBeUndefined();
  });

  it('of many addresses is read at once', async () => {
    const { context, table } = setUpOwner();
    const mailboxes = Array.from({ length: 49 }, (_, n) => `box+${n}@example.com`);

    const owners = await findOwners(context, 'email', ['support@example.com', ...mailboxes]);
    expect([...owners.keys()]).toEqual(['support@example.com']);
    expect(table.calls.map(({ operation }) => operation)).toEqual(['batchGet']);
  });

  it('is not asked for without an address', async () => {
    const { context, table } = setUpOwner();

    expect(await findOwners(context, 'email', [''])).toEqual(new Map());
    expect(table.calls).toEqual([]);
  });
});

describe('an assignment', () => {
  it('of an address that is nobody’s is made once', async () => {
    const { context } = setUp();

    expect(await putOwnedAddress(context, OURS, undefined)).toBe(true);
    expect(await putOwnedAddress(context, THEIRS, undefined)).toBe(false);
    expect(await readOwnedAddress(context, 'sms', NUMBER)).toEqual(OURS);
  });

  it('that the SDK repeats is the same', async () => {
    const { context } = setUp();
    await putOwnedAddress(context, OURS, undefined);

    expect(await putOwnedAddress(context, OURS, undefined)).toBe(true);
  });

  it('goes to another tenant only from the one that was seen', async () => {
    const { context } = setUp();
    await putOwnedAddress(context, OURS, undefined);

    expect(await putOwnedAddress(context, THEIRS, { ...OURS, tenantId: 'initech' })).toBe(false);
    expect(await putOwnedAddress(context, THEIRS, OURS)).toBe(true);
  });

  it('is ended for the tenant that was seen, and not for another', async () => {
    const { context } = setUp();
    await putOwnedAddress(context, THEIRS, undefined);

    expect(await removeOwnedAddress(context, OURS)).toBe(false);
    expect(await removeOwnedAddress(context, THEIRS)).toBe(true);
    expect(await readOwnedAddress(context, 'sms', NUMBER)).toBeUndefined();
  });
});
