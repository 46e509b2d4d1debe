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

  it('are not read where an item is no key', async () => {
    const { tables, context } = await storing();
    tables.identity.store({ apiKeyHash: 'x', tenantId: 'acme' });
    await expect(listAllKeys(context)).rejects.toThrow();
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
