import { describe, expect, it } from '@jest/globals';
import { aKey, createTestTables, NOW } from '../../testing/index.ts';
import { changeKeyStatus, listAllKeys, listKeys, putKey } from './keys.ts';
import type { TenantIdentity } from './tenant-identity.ts';

async function storing(...keys: readonly TenantIdentity[]) {
  const tables = createTestTables();
  const context = { ...tables, clock: () => NOW };
  for (const key of keys) await putKey(context, key);
  return { tables, context };
}

describe('the keys of a tenant', () => {
  it('are listed oldest first, and no other tenant’s', async () => {
    const { context } = await storing(
      aKey({ keyId: 'key_2', createdAt: '2026-02-01T00:00:00.000Z' }),
      aKey(),
      aKey({ keyId: 'key_3', tenantId: 'beta' }),
    );
    expect((await listKeys(context, 'acme')).map(({ keyId }) => keyId)).toEqual(['key_1', 'key_2']);
    expect(await listAllKeys(context)).toHaveLength(3);
  });

  it('are read from all pages of the index', async () => {
    const { tables, context } = await storing();
    const pages = [
      { $metadata: {}, Items: [aKey()], LastEvaluatedKey: { apiKeyHash: 'next' } },
      { $metadata: {}, Items: [aKey({ keyId: 'key_2' })] },
    ];
    const documents = { ...tables.documents, query: async () => pages.shift() ?? { $metadata: {} } };
    expect(await listKeys({ ...context, documents }, 'acme')).toHaveLength(2);
  });

  it('are each read alone: an item that is no key is named, without its values', async () => {
    const { tables, context } = await storing(aKey());
    const broken = { ...aKey({ keyId: 'key_2', apiKeyHash: 'b'.repeat(64) }), plan: 7, label: 'canary' };
    tables.identity.store(broken);
    tables.identity.store({ apiKeyHash: 'nobody’s' });
    const expected = [
      { apiKeyHash: broken.apiKeyHash, tenantId: 'acme', keyId: 'key_2', status: 'UNREADABLE' },
      aKey(),
    ];
    expect(await listKeys(context, 'acme')).toEqual(expected);
    expect(await listAllKeys(context)).toEqual(expected);
  });

  it('can be suspended where only another field is wrong, so that its repair does not lift the suspension', async () => {
    const { tables, context } = await storing();
    tables.identity.store({ ...aKey(), createdAt: 'yesterday' });
    const [key = aKey()] = await listKeys(context, 'acme');
    expect(key.status).toBe('UNREADABLE');
    expect(await changeKeyStatus(context, key, { from: ['ACTIVE'], to: 'SUSPENDED' })).toBe(true);
    expect(tables.identity.item(aKey())).toMatchObject({ status: 'SUSPENDED' });
  });
});

describe('the status of a key', () => {
  it.each<[TenantIdentity['status'], boolean, string]>([
    ['ACTIVE', true, 'SUSPENDED'],
    // A try whose answer was lost is repeated by the SDK.
    ['SUSPENDED', true, 'SUSPENDED'],
    ['REVOKED', false, 'REVOKED'],
  ])('is changed from the expected one or not at all: %s', async (status, changes, after) => {
    const key = aKey({ status });
    const { context } = await storing(key);
    expect(await changeKeyStatus(context, key, { from: ['ACTIVE'], to: 'SUSPENDED' })).toBe(changes);
    expect(await listAllKeys(context)).toMatchObject([{ status: after }]);
  });
});
