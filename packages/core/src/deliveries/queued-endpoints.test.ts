import { beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, NOW } from '../../testing/builders.ts';
import { createTestTable, type TestTable } from '../../testing/test-table.ts';
import { putDelivery } from './delivery-store.ts';
import { queuedEndpoints } from './queued-endpoints.ts';

let table: TestTable;
beforeEach(() => {
  table = createTestTable();
});
const context = () => ({ documents: table.documents, eventsTable: 'Events', clock: () => NOW });

describe('the endpoints that are queued', () => {
  it('are those whose delivery item exists', async () => {
    await putDelivery(context(), anEvent(), 'a');
    await putDelivery(context(), anEvent(), 'b');
    await putDelivery(context(), anEvent({ tenantId: 'globex' }), 'c');
    expect([...(await queuedEndpoints(context(), anEvent()))]).toEqual(['a', 'b']);
  });

  it('are not those whose item has expired', async () => {
    await putDelivery(context(), anEvent({ expiresAt: NOW / 1000 }), 'a');
    expect([...(await queuedEndpoints(context(), anEvent()))]).toEqual([]);
  });

  it('are read consistently', async () => {
    await queuedEndpoints(context(), anEvent());
    expect(table.inputs('query')[0]).toHaveProperty('ConsistentRead', true);
  });

  it('are read to the last page: a delivery with many attempts fills a part of one', async () => {
    const next = { pk: 'p', sk: 's' };
    table.documents.query = async ({ ExclusiveStartKey: from }) =>
      from === next
        ? { $metadata: {}, Items: [{ sk: 'DELIVERY#b', expiresAt: 9e9 }] }
        : { $metadata: {}, Items: [{ sk: 'DELIVERY#a', expiresAt: 9e9 }], LastEvaluatedKey: next };
    expect([...(await queuedEndpoints(context(), anEvent()))]).toEqual(['a', 'b']);
  });
});
