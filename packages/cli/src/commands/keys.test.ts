import { describe, expect, it } from '@jest/globals';
import { hashApiKey, tenantIdentitySchema } from '@switchyard/core/tenants';
import { aKey, anEndpoint, clock, countingRandom, NOW } from '../../testing/builders.ts';
import { memoryTenants } from '../../testing/memory-tenants.ts';
import { UNFINISHED } from '../endpoint-store.ts';
import { createKeysCreate } from './keys-create.ts';
import { createKeysList, keysListText } from './keys-list.ts';
import { createKeysRevoke, keysRevokeText } from './keys-revoke.ts';

const create = (tenants: ReturnType<typeof memoryTenants>) =>
  createKeysCreate({ ...tenants, clock, random: countingRandom() });

describe('keys create', () => {
  it('stores only the hash, and expires from now', async () => {
    const tenants = memoryTenants({ endpoints: [anEndpoint()] });
    const result = await create(tenants)({ tenantId: 'acme', label: 'ci', expiresIn: 86_400_000 });
    const [key] = tenants.allKeys().map((item) => tenantIdentitySchema.parse(item));
    expect(key).toMatchObject({ apiKeyHash: hashApiKey(result.api_key), status: 'ACTIVE', label: 'ci' });
    expect(key?.expiresAt).toBe('2026-03-02T12:00:00.000Z');
  });

  it('stays on the plan of the tenant', async () => {
    const tenants = memoryTenants({ keys: [aKey({ plan: 'pro' })] });
    expect(await create(tenants)({ tenantId: 'acme' })).toMatchObject({ plan: 'pro' });
  });

  it('makes a suspended key for a suspended tenant', async () => {
    const tenants = memoryTenants({ keys: [aKey({ status: 'SUSPENDED' })] });
    expect(await create(tenants)({ tenantId: 'acme' })).toMatchObject({ status: 'SUSPENDED' });
  });

  it('refuses an unknown tenant', async () => {
    await expect(create(memoryTenants())({ tenantId: 'acme' })).rejects.toMatchObject({
      code: 'tenant_not_found',
    });
  });

  it('refuses a tenant whose creation stopped half way', async () => {
    const endpoints = [anEndpoint({ status: 'DISABLED', statusReason: UNFINISHED })];
    const tenants = memoryTenants({ endpoints });
    await expect(create(tenants)({ tenantId: 'acme' })).rejects.toMatchObject({ code: 'tenant_unfinished' });
  });
});

describe('keys list', () => {
  it('shows what a key is good for now, and no hash', async () => {
    const tenants = memoryTenants({
      keys: [
        aKey({ keyId: 'key_1', label: 'ci' }),
        aKey({ keyId: 'key_2', expiresAt: new Date(NOW).toISOString() }),
        aKey({ keyId: 'key_3', status: 'REVOKED', expiresAt: new Date(NOW - 1).toISOString() }),
        aKey({ keyId: 'key_4', status: 'SUSPENDED' }),
      ],
    });
    const result = await createKeysList({ ...tenants, clock })('acme');
    expect(result.keys.map(({ status }) => status)).toEqual(['ACTIVE', 'EXPIRED', 'REVOKED', 'SUSPENDED']);
    expect(JSON.stringify(result)).not.toMatch(/[0-9a-f]{64}/);
    expect(keysListText(result.keys).split('\n')[1]).toBe(
      'key_1  ACTIVE     ci     standard  2026-01-01T00:00:00Z  never',
    );
  });
});

describe('keys revoke', () => {
  it('revokes a suspended key, and only that', async () => {
    const tenants = memoryTenants({
      keys: [aKey({ keyId: 'key_1', status: 'SUSPENDED' }), aKey({ keyId: 'key_2', status: 'SUSPENDED' })],
    });
    const result = await createKeysRevoke(tenants)({ tenantId: 'acme', keyId: 'key_1' });
    expect(result).toMatchObject({ status: 'REVOKED', changed: true, ends_suspension: false });
    expect(tenants.allKeys().map(({ status }) => status)).toEqual(['REVOKED', 'SUSPENDED']);
  });

  it('warns when a suspension ends with its last key', async () => {
    const tenants = memoryTenants({ keys: [aKey({ status: 'SUSPENDED' })] });
    const result = await createKeysRevoke(tenants)({ tenantId: 'acme', keyId: 'key_1' });
    expect(keysRevokeText(result)).toContain('nothing else remembers the suspension');
  });

  it('may be repeated', async () => {
    const tenants = memoryTenants({ keys: [aKey({ status: 'REVOKED' })] });
    const result = await createKeysRevoke(tenants)({ tenantId: 'acme', keyId: 'key_1' });
    expect(keysRevokeText(result)).toBe('Key key_1 was revoked already.');
  });

  it("does not find another tenant's key", async () => {
    const tenants = memoryTenants({ keys: [aKey(), aKey({ keyId: 'key_2', tenantId: 'other' })] });
    await expect(createKeysRevoke(tenants)({ tenantId: 'acme', keyId: 'key_2' })).rejects.toMatchObject({
      code: 'key_not_found',
    });
  });
});
