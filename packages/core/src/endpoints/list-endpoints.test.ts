import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '../../testing/builders.ts';
import { createTestTable } from '../../testing/test-table.ts';
import { createListEndpoints } from './list-endpoints.ts';

function setUp() {
  const table = createTestTable({ keyNames: ['tenantId', 'endpointId'] });
  return {
    table,
    list: createListEndpoints({ documents: table.documents, tableName: 'TenantWebhookConfig' }),
  };
}

describe('listing the endpoints of a tenant', () => {
  it('gives all pages, enabled or not', async () => {
    const { table, list } = setUp();
    const [a, b] = [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b', status: 'DISABLED' })];
    const next = { tenantId: 'acme', endpointId: 'a' };
    table.documents.query = async ({ ExclusiveStartKey: from }) =>
      from === next ? { $metadata: {}, Items: [b] } : { $metadata: {}, Items: [a], LastEvaluatedKey: next };
    expect(await list('acme')).toEqual([a, b]);
  });

  it('gives none for a tenant without any', async () => {
    expect(await setUp().list('acme')).toEqual([]);
  });

  it('reads this tenant only, consistently', async () => {
    const { table, list } = setUp();
    table.store(anEndpoint());
    table.store(anEndpoint({ tenantId: 'globex' }));
    expect(await list('acme')).toEqual([anEndpoint()]);
    expect(table.inputs('query')[0]).toMatchObject({
      TableName: 'TenantWebhookConfig',
      ConsistentRead: true,
    });
  });

  it('fails on an item that is not an endpoint rather than delivering somewhere odd', async () => {
    const { table, list } = setUp();
    table.store({ ...anEndpoint(), secrets: [] });
    await expect(list('acme')).rejects.toThrow('secrets');
  });
});
