import { describe, expect, it } from '@jest/globals';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { aDelivery, anEvent, EVENT_ID, NOW } from '@switchyard/core/testing';
import { fakeDocuments } from '../testing/fake-client.ts';
import { findEvent, readDeliveries } from './find-event.ts';

const event = { ...eventKey('acme', EVENT_ID), ...anEvent() };
const delivery = { ...deliveryKey('acme', EVENT_ID, 'default'), ...aDelivery() };

function answering(answer: Parameters<typeof fakeDocuments>[0]) {
  const documents = fakeDocuments(answer);
  const context = {
    documents: documents.client,
    eventsTable: 'events',
    clock: () => NOW,
    sleep: async () => undefined,
  };
  return { context, documents };
}

describe('an event', () => {
  it('is found among tenants, a hundred keys a read and no scan', async () => {
    const tenants = [...Array.from({ length: 150 }, (_, index) => `tenant-${index}`), 'acme'];
    const { context, documents } = answering((input) => ({
      Responses: { events: JSON.stringify(input).includes('#acme#') ? [event] : [] },
    }));
    expect(await findEvent(context, tenants, EVENT_ID)).toEqual(anEvent());
    expect(documents.sent().map(({ name }) => name)).toEqual(['batchGet', 'batchGet']);
  });

  it('that has expired is gone', async () => {
    const { context } = answering(() => ({ Responses: { events: [{ ...event, expiresAt: 1 }] } }));
    expect(await findEvent(context, ['acme'], EVENT_ID)).toBeUndefined();
  });

  it('of none of the tenants is not found', async () => {
    const { context } = answering(() => ({ Responses: {} }));
    expect(await findEvent(context, ['acme'], EVENT_ID)).toBeUndefined();
  });
});

describe('its deliveries', () => {
  it('are read without the event, all pages of them', async () => {
    const { context, documents } = answering(({ ExclusiveStartKey }) =>
      ExclusiveStartKey === undefined
        ? { Items: [delivery], LastEvaluatedKey: { pk: 'next' } }
        : {
            Items: [
              { ...delivery, endpointId: 'second' },
              { ...delivery, expiresAt: 1 },
            ],
          },
    );
    const found = await readDeliveries(context, { tenantId: 'acme', eventId: EVENT_ID });
    expect(found.map(({ endpointId }) => endpointId)).toEqual(['default', 'second']);
    expect(documents.sent()[0]).toMatchObject({
      input: {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: { ':delivery': 'DELIVERY#' },
      },
    });
  });
});
