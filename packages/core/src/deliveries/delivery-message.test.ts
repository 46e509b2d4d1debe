import { describe, expect, it } from '@jest/globals';
import { aDeliveryMessage } from '../../testing/builders.ts';
import { deliveryMessageSchema } from './delivery-message.ts';

describe('a delivery message', () => {
  it('survives being sent', () => {
    const message = aDeliveryMessage({ attempt: 4, generation: 2, notBefore: 5 });
    expect(deliveryMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it.each([
    ['of another schema', { schema: 'switchyard.delivery.v2' }],
    ['without a generation', { generation: undefined }],
    ['with attempt 0', { attempt: 0 }],
    ['with half an attempt', { attempt: 1.5 }],
    ['with a tenant that could break a key', { tenantId: 'a#b' }],
    ['with an event id that is not one', { eventId: 'evt_1' }],
    ['with a time that is text', { notBefore: '5' }],
  ])('%s is refused', (_, changes) => {
    expect(deliveryMessageSchema.safeParse({ ...aDeliveryMessage(), ...changes }).success).toBe(false);
  });
});
