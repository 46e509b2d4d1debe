import { describe, expect, it } from '@jest/globals';
import { ownedAddressKey } from '@switchyard/core/addresses';
import { anEndpoint } from '@switchyard/core/testing';
import { NOW } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { addressesAssign, addressesAssignText } from './assign.ts';
import { addressesRelease, addressesReleaseText } from './release.ts';
import { addressesShow, addressesShowText } from './show.ts';

const where = { channel: 'sms', address: '+15550009999' } as const;
const input: typeof where & { tenantId: string; account?: string; force: boolean } = {
  ...where,
  tenantId: 'acme',
  force: false,
};
const key = ownedAddressKey(where.channel, where.address);
const assignedAt = new Date(NOW).toISOString();

function setup() {
  const endpoints = ['acme', 'beta'].map((tenantId) => anEndpoint({ tenantId }));
  const { session, tables } = testSession({ endpoints });
  return {
    table: tables.events,
    assign: (given: typeof input) => addressesAssign.run(session, given),
    release: (given: typeof where) => addressesRelease.run(session, given),
    show: (given: typeof where) => addressesShow.run(session, given),
  };
}

describe('addresses assign', () => {
  it('stores whose it is, where the webhook-handler looks for it', async () => {
    const { table, assign } = setup();
    expect(await assign(input)).toMatchObject({ tenant_id: 'acme', assigned_at: assignedAt, changed: true });
    expect(table.item(key)).toEqual({ ...key, ...where, tenantId: 'acme', assignedAt });
  });

  it('may be repeated', async () => {
    const { assign } = setup();
    await assign(input);
    expect(addressesAssignText(await assign(input))).toContain('already');
  });

  it("does not take another tenant's", async () => {
    const { table, assign } = setup();
    await assign({ ...input, tenantId: 'beta' });
    await expect(assign(input)).rejects.toMatchObject({
      code: 'address_taken',
      message: expect.stringContaining('--force'),
    });
    expect(table.item(key)).toMatchObject({ tenantId: 'beta' });
  });

  it('knows the account that it is in, until it goes to another tenant', async () => {
    const { table, assign, show } = setup();
    await assign(input);
    const assigned = await assign({ ...input, account: 'AC-1' });
    expect(assigned).toMatchObject({ account: 'AC-1', changed: true });
    expect(addressesAssignText(assigned)).toContain('Only account AC-1 may bring');
    expect(await assign(input)).toMatchObject({ account: 'AC-1', changed: false });
    expect(addressesShowText(await show(where))).toContain('in account AC-1');

    await assign({ ...input, tenantId: 'beta', force: true });
    expect(table.item(key)).not.toHaveProperty('account');
  });

  it('takes it with --force, and tells whose it was', async () => {
    const { table, assign } = setup();
    await assign({ ...input, tenantId: 'beta' });
    const result = await assign({ ...input, force: true });
    expect(result).toMatchObject({ tenant_id: 'acme', previous_tenant_id: 'beta' });
    expect(addressesAssignText(result)).toContain('no longer to beta');
    expect(table.item(key)).toMatchObject({ tenantId: 'acme' });
  });

  it('overwrites nobody who was faster', async () => {
    const { table, assign } = setup();
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') table.store({ ...key, ...where, tenantId: 'beta', assignedAt });
    };
    await expect(assign(input)).rejects.toMatchObject({ code: 'address_changed_meanwhile' });
    expect(table.item(key)).toMatchObject({ tenantId: 'beta' });
  });

  it('refuses an unknown tenant', async () => {
    await expect(setup().assign({ ...input, tenantId: 'nobody' })).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });
});

describe('addresses release', () => {
  it('makes it nobody’s, and tells whose it was', async () => {
    const { table, assign, release } = setup();
    await assign(input);
    expect(addressesReleaseText(await release(where))).toContain('no longer belongs to tenant acme');
    expect(table.item(key)).toBeUndefined();
  });

  it('removes nobody else’s', async () => {
    const { table, assign, release } = setup();
    await assign(input);
    table.hooks.before = ({ operation }) => {
      if (operation === 'delete') table.store({ ...key, ...where, tenantId: 'beta', assignedAt });
    };
    await expect(release(where)).rejects.toMatchObject({ code: 'address_changed_meanwhile' });
    expect(table.item(key)).toMatchObject({ tenantId: 'beta' });
  });

  it('fails for one that is nobody’s', async () => {
    await expect(setup().release(where)).rejects.toMatchObject({ code: 'address_not_assigned' });
  });
});

describe('addresses show', () => {
  it('tells whose it is', async () => {
    const { assign, show } = setup();
    await assign(input);
    expect(addressesShowText(await show(where))).toBe(
      '+15550009999 on sms belongs to tenant acme since 2026-03-01T12:00:00Z.',
    );
  });

  it('fails for one that is nobody’s', async () => {
    await expect(setup().show(where)).rejects.toMatchObject({ code: 'address_not_assigned' });
  });
});
