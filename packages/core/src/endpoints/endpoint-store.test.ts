import { describe, expect, it } from '@jest/globals';
import { anEndpoint, NOW } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { disableEndpoint, listEndpoints } from './endpoint-store.ts';

function setUp() {
  const { context, endpoints } = createTestContext({ now: NOW + 1_000 });
  return {
    table: endpoints,
    list: (tenantId: string) => listEndpoints(context, tenantId),
    disable: () => disableEndpoint(context, anEndpoint(), 'The endpoint answered 410 Gone.'),
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

describe('disabling an endpoint', () => {
  it('says so, why and when, and changes nothing else', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    await disable();
    expect(table.items()).toEqual([
      {
        ...anEndpoint(),
        status: 'DISABLED',
        statusChangedAt: '2026-03-04T05:06:08.000Z',
        statusReason: 'The endpoint answered 410 Gone.',
        updatedAt: '2026-03-04T05:06:08.000Z',
      },
    ]);
  });

  it('is said to be done also by a repeat, as after an answer that was lost', async () => {
    const { table, disable } = setUp();
    table.store(anEndpoint());
    expect([await disable(), await disable()]).toEqual([true, true]);
  });

  it.each([
    ['has another URL by now', { targetUrl: 'https://new.example.com/' }],
    ['was disabled by somebody for another reason', { status: 'DISABLED', statusReason: 'Asked for.' }],
  ] as const)('leaves one that %s as it is', async (_, changes) => {
    const { table, disable } = setUp();
    table.store(anEndpoint(changes));
    expect(await disable()).toBe(false);
    expect(table.items()).toEqual([anEndpoint(changes)]);
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
