import { describe, expect, it } from '@jest/globals';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { disableEndpoint, listEndpoints } from './endpoint-store.ts';

function setUp() {
  const { context, endpoints } = createTestContext({ now: NOW + 1_000 });
  return {
    table: endpoints,
    list: (tenantId: string) => listEndpoints(context, tenantId),
    disable: () => disableEndpoint(context, 'acme', 'default', 'The endpoint answered 410 Gone.'),
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
      TableName: 'Endpoints',
      ConsistentRead: true,
    });
  });

  it('fails on an item that is not an endpoint rather than delivering somewhere odd', async () => {
    const { table, list } = setUp();
    table.store({ ...anEndpoint(), secrets: [] });
    await expect(list('acme')).rejects.toThrow('secrets');
  });
});

describe('disabling an endpoint', () => {
  it('says so, why and when, and changes nothing else', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    await disable();
    expect(table.items()).toEqual([
      {
        ...anEndpoint(),
        status: 'DISABLED',
        statusReason: 'The endpoint answered 410 Gone.',
        updatedAt: '2026-03-04T05:06:08.000Z',
      },
    ]);
  });

  it('does not bring back one that was deleted', async () => {
    const { table, disable } = setUp();
    await disable();
    expect(table.items()).toEqual([]);
  });

  it('fails when DynamoDB does', async () => {
    const { table, disable } = setUp();
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(disable()).rejects.toThrow('throttled');
  });
});
