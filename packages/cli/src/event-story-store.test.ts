import { describe, expect, it } from '@jest/globals';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { aDelivery, anEvent, EVENT_ID, NOW } from '@switchyard/core/testing';
import { fakeDocuments } from '../testing/fake-client.ts';
import { createEventStoryStore } from './event-story-store.ts';

const event = { ...eventKey('acme', EVENT_ID), ...anEvent() };
const delivery = { ...deliveryKey('acme', EVENT_ID, 'default'), ...aDelivery() };

function storeOn(answer: Parameters<typeof fakeDocuments>[0]) {
  const documents = fakeDocuments(answer);
  const store = createEventStoryStore({
    documents: documents.client,
    eventsTable: 'events',
    clock: () => NOW,
    sleep: async () => undefined,
  });
  return { store, documents };
}

describe('an event', () => {
  it('is read by tenant and id', async () => {
    const { store, documents } = storeOn(() => ({ Item: event }));
    expect(await store.readEvent('acme', EVENT_ID)).toEqual(anEvent());
    expect(documents.sent()).toMatchObject([
      { name: 'get', input: { Key: eventKey('acme', EVENT_ID), ConsistentRead: true } },
    ]);
  });

  it('that has expired is gone', async () => {
    const { store } = storeOn(() => ({ Item: { ...event, expiresAt: 1 } }));
    expect(await store.readEvent('acme', EVENT_ID)).toBeUndefined();
  });

  it('is found among tenants, a hundred keys a read and no scan', async () => {
    const tenants = [...Array.from({ length: 150 }, (_, index) => `tenant-${index}`), 'acme'];
    const { store, documents } = storeOn((input) => ({
      Responses: { events: JSON.stringify(input).includes('#acme#') ? [event] : [] },
    }));
    expect(await store.findEvent(tenants, EVENT_ID)).toEqual(anEvent());
    expect(documents.sent().map(({ name }) => name)).toEqual(['batchGet', 'batchGet']);
  });

  it('of none of the tenants is not found', async () => {
    expect(await storeOn(() => ({ Responses: {} })).store.findEvent(['acme'], EVENT_ID)).toBeUndefined();
  });
});

describe('its deliveries', () => {
  it('are read without the event, all pages of them', async () => {
    const { store, documents } = storeOn(({ ExclusiveStartKey }) =>
      ExclusiveStartKey === undefined
        ? { Items: [delivery], LastEvaluatedKey: { pk: 'next' } }
        : {
            Items: [
              { ...delivery, endpointId: 'second' },
              { ...delivery, expiresAt: 1 },
            ],
          },
    );
    const found = await store.readDeliveries({ tenantId: 'acme', eventId: EVENT_ID });
    expect(found.map(({ endpointId }) => endpointId)).toEqual(['default', 'second']);
    expect(documents.sent()[0]).toMatchObject({
      input: {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: { ':delivery': 'DELIVERY#' },
      },
    });
  });
});
