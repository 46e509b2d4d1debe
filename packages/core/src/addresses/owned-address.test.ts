import { describe, expect, it } from '@jest/globals';
import { createTestClock, createTestTable } from '@switchyard/core/testing';
import {
  findOwner,
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
    context: { documents: table.documents, eventsTable: 'events', clock: createTestClock().clock },
  };
}

describe('the owner of an address', () => {
  function setUpOwner() {
    const setup = setUp();
    setup.table.store({ ...ownedAddressKey('sms', NUMBER), tenantId: 'acme' });
    setup.table.store({ ...ownedAddressKey('email', 'support@example.com'), tenantId: 'mailer' });
    return setup;
  }

  it('is the tenant it was assigned to', async () => {
    expect(await findOwner(setUpOwner().context, 'sms', NUMBER)).toBe('acme');
  });

  it('is found however the address is written', async () => {
    expect(await findOwner(setUpOwner().context, 'email', ' Support@Example.com')).toBe('mailer');
  });

  it('is nobody for another channel', async () => {
    expect(await findOwner(setUpOwner().context, 'whatsapp', NUMBER)).toBeUndefined();
  });

  it('is not asked for without an address', async () => {
    const { context, table } = setUpOwner();

    expect(await findOwner(context, 'email', '')).toBeUndefined();
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
