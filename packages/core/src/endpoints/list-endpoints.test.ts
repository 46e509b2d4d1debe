import { describe, expect, it } from '@jest/globals';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { listEndpoints } from './list-endpoints.ts';

function setUp() {
  const { context, endpoints } = createTestContext({ now: NOW + 1_000 });
  return {
    table: endpoints,
    list: (tenantId: string) => listEndpoints(context, tenantId),
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

  it('gives one that cannot be read as such, beside the others, without its values', async () => {
    const { table, list } = setUp();
    table.store(anEndpoint({ endpointId: 'good' }));
    table.store({ ...anEndpoint(), secrets: [{ secret: 'hunter2' }], eventTypes: ['order.paid'] });
    expect(await list('acme')).toEqual([
      {
        tenantId: 'acme',
        endpointId: 'default',
        status: 'UNREADABLE',
        statusReason: 'cannot be read: secrets.0.secret, secrets.0.createdAt',
        eventTypes: ['order.paid'],
        isDisabled: false,
      },
      anEndpoint({ endpointId: 'good' }),
    ]);
  });

  it('leaves out what has not even the key of an endpoint', async () => {
    const { table, list } = setUp();
    table.store(anEndpoint());
    table.store({ ...anEndpoint(), endpointId: 'My endpoint' });
    expect(await list('acme')).toEqual([anEndpoint()]);
  });
});
