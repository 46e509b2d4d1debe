import { beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, ENDPOINT_ID, EVENT_ID, NOW, TENANT_ID } from '../../testing/builders.ts';
import { createTestTable, type TestTable } from '../../testing/test-table.ts';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { eventKey } from './event-keys.ts';
import { createEventStore } from './event-store.ts';

const key = eventKey(TENANT_ID, EVENT_ID);
let table: TestTable;
const store = () => createEventStore({ documents: table.documents, eventsTable: 'Events', clock: () => NOW });

beforeEach(() => {
  table = createTestTable();
});

describe('putting an event', () => {
  it('is true when it is new', async () => {
    expect(await store().putEvent(anEvent())).toBe(true);
    expect(table.item(key)).toMatchObject({ tenantId: TENANT_ID, payload: anEvent().payload });
  });

  it('is false when it exists, and changes nothing', async () => {
    await store().putEvent(anEvent());
    expect(await store().putEvent(anEvent({ correlationId: 'other' }))).toBe(false);
    expect(table.item(key)).toHaveProperty('correlationId', 'request-1');
  });

  it('is true over one that has expired this second', async () => {
    await store().putEvent(anEvent({ expiresAt: NOW / 1000 }));
    expect(await store().putEvent(anEvent())).toBe(true);
  });

  it('is false over one that expires in a second', async () => {
    await store().putEvent(anEvent({ expiresAt: NOW / 1000 + 1 }));
    expect(await store().putEvent(anEvent({ correlationId: 'other' }))).toBe(false);
  });

  it('is true again for the very same request: the SDK repeats a put whose answer was lost', async () => {
    await store().putEvent(anEvent());
    expect(await store().putEvent(anEvent())).toBe(true);
  });

  it('keeps it out of the list while deliveries stand for it', async () => {
    await store().putEvent(anEvent());
    expect(table.item(key)).not.toHaveProperty('listPk');
  });

  it('fails when DynamoDB does', async () => {
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(store().putEvent(anEvent())).rejects.toThrow('throttled');
  });
});

describe('putting a delivery', () => {
  it('is true when it is new, and puts it into the list', async () => {
    expect(await store().putDelivery(anEvent(), ENDPOINT_ID)).toBe(true);
    expect(table.item(deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID))).toMatchObject({
      status: 'PENDING',
      generation: 1,
      nextAttempt: 1,
      attempts: [],
      listPk: 'TENANT#acme',
      listSk: `2026-03-04T05:06:07.000Z#${EVENT_ID}#default`,
    });
  });

  it('is false when the worker has made it already', async () => {
    table.store({ ...deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID), status: 'DELIVERED', expiresAt: 9e12 });
    expect(await store().putDelivery(anEvent(), ENDPOINT_ID)).toBe(false);
  });
});

describe('reading an event', () => {
  it('gives it as it was put', async () => {
    const event = anEvent({ acceptLeaseUntil: NOW });
    await store().putEvent(event);
    expect(await store().readEvent(TENANT_ID, EVENT_ID)).toEqual(event);
  });

  it('gives undefined when there is none', async () => {
    expect(await store().readEvent(TENANT_ID, EVENT_ID)).toBeUndefined();
  });

  it('is consistent, since the write that it asks about was a moment ago', async () => {
    await store().readEvent(TENANT_ID, EVENT_ID);
    expect(table.inputs('get')[0]).toHaveProperty('ConsistentRead', true);
  });
});

describe('the endpoints that are queued', () => {
  it('are those whose delivery item exists', async () => {
    await store().putEvent(anEvent());
    await store().putDelivery(anEvent(), 'a');
    await store().putDelivery(anEvent(), 'b');
    await store().putDelivery(anEvent({ tenantId: 'globex' }), 'c');
    expect([...(await store().queuedEndpoints(anEvent()))]).toEqual(['a', 'b']);
  });

  it('are not those whose item has expired', async () => {
    await store().putDelivery(anEvent({ expiresAt: NOW / 1000 }), 'a');
    expect([...(await store().queuedEndpoints(anEvent()))]).toEqual([]);
  });

  it('are read consistently', async () => {
    await store().queuedEndpoints(anEvent());
    expect(table.inputs('query')[0]).toHaveProperty('ConsistentRead', true);
  });

  it('are read to the last page: a delivery with many attempts fills a part of one', async () => {
    const next = { pk: 'p', sk: 's' };
    table.documents.query = async ({ ExclusiveStartKey: from }) =>
      from === next
        ? { $metadata: {}, Items: [{ sk: 'DELIVERY#b', expiresAt: 9e9 }] }
        : { $metadata: {}, Items: [{ sk: 'DELIVERY#a', expiresAt: 9e9 }], LastEvaluatedKey: next };
    expect([...(await store().queuedEndpoints(anEvent()))]).toEqual(['a', 'b']);
  });
});

describe('the lease', () => {
  it('is written when it is as it was seen', async () => {
    await store().putEvent(anEvent({ acceptLeaseUntil: 5 }));
    expect(await store().setAcceptLease(anEvent({ acceptLeaseUntil: 9 }), 5)).toBe(true);
    expect(table.item(key)).toHaveProperty('acceptLeaseUntil', 9);
  });

  it('is left when somebody else has changed it', async () => {
    await store().putEvent(anEvent({ acceptLeaseUntil: 6 }));
    expect(await store().setAcceptLease(anEvent({ acceptLeaseUntil: 9 }), 5)).toBe(false);
    expect(table.item(key)).toHaveProperty('acceptLeaseUntil', 6);
  });

  it('never makes an item of an event that is gone', async () => {
    expect(await store().setAcceptLease(anEvent({ acceptLeaseUntil: 9 }), 5)).toBe(false);
    expect(table.items()).toEqual([]);
  });
});
