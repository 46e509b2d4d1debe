import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  aDelivery,
  anAttempt,
  anEvent,
  DAY_MS,
  ENDPOINT_ID,
  EVENT_ID,
  NOW,
  TENANT_ID,
} from '../../testing/builders.ts';
import { createTestTable, type TestTable } from '../../testing/test-table.ts';
import { toIso } from '../clock.ts';
import { carryEvent } from '../events/carried-event.ts';
import { eventKey, listSortKey } from '../events/event-keys.ts';
import { type Delivery, newDelivery } from './delivery.ts';
import { deliveryKey } from './delivery-keys.ts';
import { clearOutbox, clearRelease, loadDelivery, putDelivery, replaceDelivery } from './delivery-store.ts';

const id = { tenantId: TENANT_ID, eventId: EVENT_ID, endpointId: ENDPOINT_ID };
const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);
let table: TestTable;

beforeEach(() => {
  table = createTestTable();
});

const context = () => ({
  documents: table.documents,
  eventsTable: 'Events',
  clock: () => NOW,
  sleep: async () => undefined,
});
const storeEvent = (event = anEvent()) => table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...event });
const storeDelivery = (delivery: Delivery) => table.store({ ...key, ...delivery });

describe('putting a delivery', () => {
  it('is true when it is new, and puts it into the list', async () => {
    expect(await putDelivery(context(), anEvent(), ENDPOINT_ID)).toBe(true);
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
    expect(await putDelivery(context(), anEvent(), ENDPOINT_ID)).toBe(false);
  });
});

describe('loading a delivery', () => {
  const load = () => loadDelivery(context(), id);

  it('gives the event and the delivery as stored', async () => {
    const delivery = aDelivery({ status: 'FAILED', nextAttempt: 2, attempts: [anAttempt()] });
    storeEvent();
    storeDelivery(delivery);
    expect(await load()).toEqual({ event: anEvent(), delivery });
  });

  it('takes a delivery whose item is not written yet for new', async () => {
    storeEvent();
    expect(await load()).toHaveProperty('delivery', aDelivery());
  });

  it('takes an item that an earlier event of the same id left behind for nothing: the delivery is new', async () => {
    storeEvent();
    const createdAt = '2025-01-01T00:00:00.000Z';
    storeDelivery(aDelivery({ status: 'DELIVERED', nextAttempt: 2, createdAt, expiresAt: NOW / 1000 }));
    expect(await load()).toHaveProperty('delivery', aDelivery());
  });

  it('does not begin a delivery again whose time is over while its event lives on', async () => {
    storeEvent();
    storeDelivery(aDelivery({ status: 'DELIVERED', nextAttempt: 2, expiresAt: NOW / 1000 }));
    expect(await load()).toBeUndefined();
  });

  it('finds nothing when the event is not there', async () => {
    storeDelivery(aDelivery());
    expect(await load()).toBeUndefined();
  });

  it('finds nothing when the event has expired, whether or not it was deleted', async () => {
    storeEvent(anEvent({ expiresAt: NOW / 1000 }));
    storeDelivery(aDelivery());
    expect(await load()).toBeUndefined();
  });

  it('finds nothing when the event never went to this endpoint', async () => {
    storeEvent(anEvent({ endpointIds: ['other'] }));
    expect(await load()).toBeUndefined();
  });

  it('is one consistent read of both items', async () => {
    storeEvent();
    await load();
    expect(table.inputs('batchGet')).toEqual([
      {
        RequestItems: { Events: { Keys: [eventKey(TENANT_ID, EVENT_ID), key], ConsistentRead: true } },
      },
    ]);
  });

  describe('whose event its message has brought', () => {
    const event = anEvent({
      listSk: listSortKey(toIso(NOW), EVENT_ID, 1),
      eventType: 'order.paid',
      payload: Buffer.from('{"name":"Zoë 🚚","n":1.10}'),
    });
    const carried = carryEvent(event);
    const loadCarried = () => loadDelivery(context(), { ...id, event: carried });

    it('is one consistent read of its item alone, which is not there yet', async () => {
      expect(await loadCarried()).toEqual({ event, delivery: newDelivery(event, ENDPOINT_ID) });
      expect(table.calls).toHaveLength(1);
      expect(table.inputs('get')).toEqual([{ TableName: 'Events', Key: key, ConsistentRead: true }]);
    });

    it('is as stored where something has come of it', async () => {
      const delivery = { ...newDelivery(event, ENDPOINT_ID), status: 'DELIVERED' as const, nextAttempt: 2 };
      storeDelivery(delivery);
      expect(await loadCarried()).toEqual({ event, delivery });
    });

    it('is none when the event has expired', async () => {
      const expired = { ...event, expiresAt: NOW / 1000 };
      expect(await loadDelivery(context(), { ...id, event: carryEvent(expired) })).toBeUndefined();
    });

    it('never enters the list: its event stands there', async () => {
      const loaded = await loadCarried();
      const before = loaded?.delivery ?? aDelivery();
      await replaceDelivery(context(), before, { ...before, status: 'DELIVERED', nextAttempt: 2 });
      expect(table.item(key)).toMatchObject({ status: 'DELIVERED' });
      expect(table.item(key)).not.toHaveProperty('listPk');
    });
  });

  it('stays in the list where it stands there instead of its event, as older ones do', async () => {
    storeEvent();
    await putDelivery(context(), anEvent(), ENDPOINT_ID);
    const delivery = (await load())?.delivery ?? aDelivery();
    await replaceDelivery(context(), delivery, { ...delivery, status: 'DELIVERED', nextAttempt: 2 });
    expect(table.item(key)).toMatchObject({
      status: 'DELIVERED',
      listPk: 'TENANT#acme',
      listSk: `2026-03-04T05:06:07.000Z#${EVENT_ID}#default`,
    });
  });

  it('fails when DynamoDB keeps answering in part, since the missing item is not an absent one', async () => {
    table.documents.batchGet = async () => ({
      $metadata: {},
      Responses: { Events: [{ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent() }] },
      UnprocessedKeys: { Events: { Keys: [key] } },
    });
    await expect(load()).rejects.toMatchObject({ name: 'UnavailableError' });
  });
});

describe('replacing a delivery', () => {
  const replace = (previous: Delivery, next: Delivery) => replaceDelivery(context(), previous, next);
  const before = aDelivery({ status: 'FAILED', nextAttempt: 2, generation: 3 });
  const after: Delivery = { ...before, status: 'DELIVERED', nextAttempt: 3 };

  it('writes the next state', async () => {
    storeDelivery(before);
    expect(await replace(before, after)).toBe(true);
    expect(table.item(key)).toMatchObject({ status: 'DELIVERED', nextAttempt: 3, generation: 3 });
  });

  it('writes an item that was not there yet', async () => {
    expect(await replace(aDelivery(), { ...aDelivery(), status: 'DELIVERED', nextAttempt: 2 })).toBe(true);
  });

  it('writes over an expired item of an earlier event with the same id', async () => {
    storeDelivery(aDelivery({ status: 'DELIVERED', nextAttempt: 4, expiresAt: NOW / 1000 }));
    expect(await replace(aDelivery(), { ...aDelivery(), status: 'DELIVERED', nextAttempt: 2 })).toBe(true);
  });

  it.each<[string, Partial<Delivery>]>([
    ['another attempt was recorded', { nextAttempt: 3 }],
    ['it was requeued', { generation: 4 }],
    ['its status changed', { status: 'PURGED' }],
  ])('gives way when %s meanwhile', async (_, changes) => {
    const meanwhile = { ...before, ...changes };
    storeDelivery(meanwhile);
    expect(await replace(before, after)).toBe(false);
    expect(table.item(key)).toEqual({ ...key, ...JSON.parse(JSON.stringify(meanwhile)) });
  });

  it('of two workers that read the same state lets one win', async () => {
    storeDelivery(before);
    expect(await Promise.all([replace(before, after), replace(before, after)])).toEqual([true, false]);
  });

  it('fails when DynamoDB does', async () => {
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(replace(before, after)).rejects.toThrow('throttled');
  });

  it.each(['DLQ', 'HELD'] as const)('puts one that is %s into the sparse index', async (status) => {
    await replace(aDelivery(), aDelivery({ status }));
    expect(table.item(key)).toHaveProperty('attentionPk');
  });

  it.each(['PENDING', 'FAILED', 'DELIVERED', 'PURGED'] as const)(
    'takes one that is %s out of the sparse index',
    async (status) => {
      const dead = aDelivery({ status: 'DLQ', nextAttempt: 6 });
      await replace(aDelivery(), dead);
      await replace(dead, { ...dead, status });
      expect(table.item(key)).not.toHaveProperty('attentionPk');
      expect(table.item(key)).not.toHaveProperty('attentionSk');
    },
  );

  it('keeps it in its place in the list', async () => {
    await replace(aDelivery(), after);
    expect(table.item(key)).toMatchObject({
      listPk: 'TENANT#acme',
      listSk: `2026-03-04T05:06:07.000Z#${EVENT_ID}#default`,
    });
  });
});

describe('clearing an outbox', () => {
  const clear = (generation: number, nextAttempt: number) =>
    clearOutbox(context(), { ...id, generation, nextAttempt });
  const full = aDelivery({
    status: 'FAILED',
    nextAttempt: 2,
    outbox: { kind: 'attempt', notBefore: NOW + DAY_MS },
  });

  it('removes it and nothing else', async () => {
    storeDelivery(full);
    await clear(1, 2);
    const { outbox: _, eventType: __, ...rest } = full;
    expect(table.item(key)).toEqual({ ...key, ...rest });
  });

  it.each([
    ['a later attempt', 1, 1],
    ['a later generation', 0, 2],
  ])('leaves that of %s', async (_, generation, nextAttempt) => {
    storeDelivery(full);
    await clear(generation, nextAttempt);
    expect(table.item(key)).toHaveProperty('outbox');
  });

  it('never makes an item of a delivery that is gone', async () => {
    await clear(1, 2);
    expect(table.item(key)).toBeUndefined();
  });

  it('fails when DynamoDB does', async () => {
    table.hooks.before = () => Promise.reject(new Error('throttled'));
    await expect(clear(1, 2)).rejects.toThrow('throttled');
  });
});

describe('a write that is carried out once more, long after its repeat', () => {
  it.each([
    ['the outbox was cleared', (delivery: Delivery) => clearOutbox(context(), delivery), 'outbox'],
    ['its release was noted', (delivery: Delivery) => clearRelease(context(), delivery), 'releasing'],
  ] as const)('undoes nothing after %s', async (_, change, field) => {
    const before = aDelivery();
    const next: Delivery = {
      ...before,
      status: 'FAILED',
      nextAttempt: 2,
      releasing: true,
      outbox: { kind: 'attempt', notBefore: NOW },
    };
    storeDelivery(before);
    let sendAgain = (): Promise<unknown> => Promise.resolve();
    const { put } = table.documents;
    table.documents.put = (input) => {
      sendAgain = () => put(input);
      return put(input);
    };
    expect(await replaceDelivery(context(), before, next)).toBe(true);
    await change(next);

    await expect(sendAgain()).rejects.toThrow('conditional');
    expect(table.item(key)).not.toHaveProperty(field);
  });
});
