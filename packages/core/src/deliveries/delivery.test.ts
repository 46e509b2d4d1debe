import { describe, expect, it } from '@jest/globals';
import { aDelivery, anAttempt, anEvent } from '../../testing/builders.ts';
import { type DeliveryStatus, deliverySchema, eventStatus, newDelivery } from './delivery.ts';

describe('a new delivery', () => {
  it('waits for attempt 1 of generation 1', () => {
    expect(newDelivery(anEvent({ eventType: 'order.paid' }), 'orders')).toMatchObject({
      endpointId: 'orders',
      eventType: 'order.paid',
      status: 'PENDING',
      generation: 1,
      nextAttempt: 1,
      attempts: [],
    });
  });

  it('lives as long as its event', () => {
    const event = anEvent();
    expect(newDelivery(event, 'orders')).toMatchObject({
      createdAt: event.createdAt,
      expiresAt: event.expiresAt,
    });
  });

  it('is what the schema describes', () => {
    expect(deliverySchema.safeParse(newDelivery(anEvent(), 'orders')).success).toBe(true);
  });
});

describe('a delivery item', () => {
  it('is read without its keys', () => {
    expect(deliverySchema.parse({ ...aDelivery(), pk: 'x', listPk: 'y' })).toEqual(aDelivery());
  });

  it.each([
    ['a status that is not one', { status: 'LOST' }],
    ['attempt 0', { nextAttempt: 0 }],
    ['generation 0', { generation: 0 }],
    ['an outbox of no kind', { outbox: { kind: 'later' } }],
    ['a dead letter without a known reason', { outbox: { kind: 'dead_letter', reason: 'tired' } }],
    ['an attempt without a time', { attempts: [{ ...anAttempt(), startedAt: 'yesterday' }] }],
    ['a tenant that could break a key', { tenantId: 'acme#x' }],
  ])('with %s is refused', (_, changes) => {
    expect(deliverySchema.safeParse({ ...aDelivery(), ...changes }).success).toBe(false);
  });
});

describe('the status of an event', () => {
  it.each<[DeliveryStatus[], string]>([
    [[], 'UNMATCHED'],
    [['DELIVERED'], 'DELIVERED'],
    [['DELIVERED', 'PURGED'], 'PURGED'],
    [['PURGED', 'PENDING', 'DELIVERED'], 'PENDING'],
    [['PENDING', 'FAILED'], 'FAILED'],
    [['FAILED', 'HELD'], 'HELD'],
    [['HELD', 'DLQ', 'DELIVERED'], 'DLQ'],
  ])('of %j is %s', (deliveries, status) => {
    expect(eventStatus(deliveries)).toBe(status);
  });
});
