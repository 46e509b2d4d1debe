import { describe, expect, it } from '@jest/globals';
import { eventIdOfPartition, eventKey, listPosition, listSortKey } from '../events/event-keys.ts';
import {
  attentionKey,
  deadLetterPartition,
  deliveryKey,
  endpointIdOfSortKey,
  isDeliverySortKey,
} from './delivery-keys.ts';

const AT = '2026-03-04T05:06:07.000Z';

describe('keys of the Events table', () => {
  it('put an event and its deliveries into one partition', () => {
    expect(eventKey('acme', 'evt_1')).toEqual({ pk: 'TENANT#acme#EVENT#evt_1', sk: 'EVENT' });
    expect(deliveryKey('acme', 'evt_1', 'default')).toEqual({
      pk: 'TENANT#acme#EVENT#evt_1',
      sk: 'DELIVERY#default',
    });
  });

  it('list deliveries of a tenant by time, event and endpoint', () => {
    expect(listSortKey(AT, 'evt_1', 'default')).toBe(`${AT}#evt_1#default`);
  });

  it('list an event by time with how many deliveries it has', () => {
    expect([listSortKey(AT, 'evt_1', 2), listSortKey(AT, 'evt_1', 0)]).toEqual([
      `${AT}#evt_1#2`,
      `${AT}#evt_1#`,
    ]);
  });

  it('sort every delivery of an event after the position of the event, and before a later event', () => {
    const listSk = listSortKey(AT, 'evt_1', 'default');
    expect(listSk > listPosition(AT, 'evt_1')).toBe(true);
    expect(listSk < listPosition(AT, 'evt_2')).toBe(true);
  });

  it('list dead letters by tenant', () => {
    expect(
      attentionKey({ tenantId: 'acme', endpointId: 'default', createdAt: AT, eventId: 'evt_1' }, 'DLQ'),
    ).toEqual({
      attentionPk: deadLetterPartition('acme'),
      attentionSk: `${AT}#evt_1#default`,
    });
  });

  it('list held deliveries by endpoint', () => {
    expect(
      attentionKey({ tenantId: 'acme', endpointId: 'default', createdAt: AT, eventId: 'evt_1' }, 'HELD'),
    ).toEqual({
      attentionPk: 'TENANT#acme#default#HELD',
      attentionSk: `${AT}#evt_1#default`,
    });
  });

  it('can be read back', () => {
    const { pk, sk } = deliveryKey('acme', 'evt_1', 'orders');
    expect([eventIdOfPartition(pk), endpointIdOfSortKey(sk)]).toEqual(['evt_1', 'orders']);
  });

  it('tell a delivery from its event', () => {
    expect([isDeliverySortKey('DELIVERY#a'), isDeliverySortKey('EVENT')]).toEqual([true, false]);
  });
});
