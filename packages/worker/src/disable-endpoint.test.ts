import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestTable, NOW } from '@switchyard/core/testing';
import { createDisableEndpoint } from './disable-endpoint.ts';

function setUp() {
  const table = createTestTable({ keyNames: ['tenantId', 'endpointId'] });
  const disable = createDisableEndpoint({
    documents: table.documents,
    tableName: 'Endpoints',
    clock: () => NOW + 1_000,
  });
  return { table, disable: () => disable('acme', 'default', 'The endpoint answered 410 Gone.') };
}

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
