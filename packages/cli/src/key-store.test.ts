import { describe, expect, it } from '@jest/globals';
import { aKey } from '../testing/builders.ts';
import { awsError, fakeDocuments } from '../testing/fake-client.ts';
import { createKeyStore } from './key-store.ts';

const tableName = 'identity';

describe('key store', () => {
  it('reads all pages of the tenant index, oldest key first', async () => {
    const pages = [
      {
        Items: [aKey({ keyId: 'key_2', createdAt: '2026-02-01T00:00:00.000Z' })],
        LastEvaluatedKey: { a: 1 },
      },
      { Items: [aKey({ keyId: 'key_1' })] },
    ];
    const { client, sent } = fakeDocuments(() => pages.shift());
    const keys = await createKeyStore({ documents: client, tableName }).listOf('acme');
    expect(keys.map(({ keyId }) => keyId)).toEqual(['key_1', 'key_2']);
    expect(sent()[0]).toMatchObject({
      name: 'query',
      input: { IndexName: 'tenant', ExpressionAttributeValues: { ':tenantId': 'acme' } },
    });
    expect(sent()).toHaveLength(2);
  });

  it('changes a status only from the expected ones, or from itself when a try is repeated', async () => {
    const { client, sent } = fakeDocuments();
    const store = createKeyStore({ documents: client, tableName });
    expect(await store.changeStatus(aKey(), { from: ['ACTIVE'], to: 'SUSPENDED' })).toBe(true);
    expect(sent()[0]?.input).toMatchObject({
      Key: { apiKeyHash: aKey().apiKeyHash },
      ConditionExpression: '#status IN (:status0, :status1)',
      ExpressionAttributeValues: { ':to': 'SUSPENDED', ':status0': 'ACTIVE', ':status1': 'SUSPENDED' },
    });
  });

  it('tells when the status was another one', async () => {
    const { client } = fakeDocuments(() => {
      throw awsError('ConditionalCheckFailedException');
    });
    const store = createKeyStore({ documents: client, tableName });
    expect(await store.changeStatus(aKey(), { from: ['ACTIVE'], to: 'SUSPENDED' })).toBe(false);
  });

  it('refuses an item that is no key', async () => {
    const { client } = fakeDocuments(() => ({ Items: [{ tenantId: 'acme' }] }));
    await expect(createKeyStore({ documents: client, tableName }).listAll()).rejects.toThrow();
  });
});
