import { describe, expect, it } from '@jest/globals';
import { toIso, toSeconds } from '@switchyard/core/clock';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import { aDelivery, anAttempt, anEvent, DAY_MS, EVENT_ID, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

function createGet() {
  const store = createTestApi();
  return {
    store,
    get: (eventId: string = EVENT_ID) =>
      store.send({ path: `/v1/events/${eventId}`, requestId: 'request-1' }),
  };
}

describe('an event that is read', () => {
  it('tells what became of it', async () => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ eventType: 'order.paid' }));
    store.storeDelivery(
      aDelivery({
        status: 'FAILED',
        nextAttempt: 2,
        nextAttemptAt: toIso(NOW + 60_000),
        attempts: [anAttempt({ responseBody: 'busy' })],
      }),
    );

    const { status, headers, json } = await get();

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json).toEqual({
      event_id: EVENT_ID,
      event_type: 'order.paid',
      status: 'FAILED',
      created_at: toIso(NOW),
      correlation_id: 'request-1',
      deliveries: [
        {
          endpoint_id: 'default',
          status: 'FAILED',
          generation: 1,
          next_attempt_at: toIso(NOW + 60_000),
          attempts: [
            {
              attempt: 1,
              generation: 1,
              started_at: toIso(NOW),
              duration_ms: 12,
              status_code: 503,
              response_body: 'busy',
            },
          ],
        },
      ],
      payload: { n: 1 },
    });
  });

  it.each([
    '{"n":12345678901234567890,"p":1.10}',
    ' {\n "name" : "Zoë 🚚" }\r\n',
    '{"a":"\\u00e9","a":2,"__proto__":{}}',
    '{}',
  ])('has its payload byte for byte: %j', async (payload) => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ payload: Buffer.from(payload) }));

    const { body } = await get();

    expect(body.endsWith(`,"payload":${payload}}`)).toBe(true);
  });

  it('shows a delivery that is not written yet as PENDING', async () => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ endpointIds: ['default', 'second'] }));
    store.storeDelivery(aDelivery({ status: 'DELIVERED', deliveredAt: toIso(NOW) }));

    expect((await get()).json).toMatchObject({
      status: 'PENDING',
      deliveries: [
        { endpoint_id: 'default', status: 'DELIVERED', delivered_at: toIso(NOW) },
        { endpoint_id: 'second', status: 'PENDING', attempts: [] },
      ],
    });
  });

  it.each([
    ['deleted', false],
    ['still there', true],
  ])('leaves out a delivery that the event has outlived: %s', async (_, isThere) => {
    const { store, get } = createGet();
    const later = toSeconds(NOW + 60 * DAY_MS);
    store.storeEvent(anEvent({ endpointIds: ['default', 'second'], expiresAt: later }));
    if (isThere) store.storeDelivery(aDelivery({ status: 'DELIVERED' }));
    store.storeDelivery(aDelivery({ endpointId: 'second', status: 'DLQ', expiresAt: later }));
    store.time.advance(30 * DAY_MS);

    expect((await get()).json).toMatchObject({
      status: 'DLQ',
      deliveries: [{ endpoint_id: 'second', status: 'DLQ' }],
    });
  });

  it('is UNMATCHED when no endpoint wanted it', async () => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ endpointIds: [] }));

    expect((await get()).json).toMatchObject({ status: 'UNMATCHED', deliveries: [] });
  });
});

describe('an event that is not found', () => {
  it('is 404 when there is none of this id', async () => {
    expect(await createGet().get()).toEqual(problem(404, 'event_not_found'));
  });

  it("is answered alike when it is another tenant's", async () => {
    const { store, get } = createGet();
    const absent = await get();
    store.storeEvent(anEvent({ tenantId: 'globex' }));

    expect(await get()).toEqual(absent);
  });

  it('is 404 once it has expired, deleted or not', async () => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ expiresAt: toSeconds(NOW) }));

    expect(await get()).toEqual(problem(404, 'event_not_found'));
  });

  it.each(['evt_', 'evt_TOOSHORT', EVENT_ID.toUpperCase(), `${EVENT_ID.slice(0, -1)}u`, 'nope', '__proto__'])(
    'is 400 when %s cannot be an id',
    async (eventId) => {
      expect(await createGet().get(eventId)).toEqual(problem(400, 'params_invalid'));
    },
  );
});

it('an event that cannot be read is 503', async () => {
  const { store, get } = createGet();
  store.takeDown();

  expect(await get(newId('evt', NOW))).toEqual(problem(503, 'unavailable'));
});

describe('what was edited by hand into something that cannot be read', () => {
  it('takes no other delivery of its event with it, and is not taken for one that is on its way', async () => {
    const { store, get } = createGet();
    store.storeEvent(anEvent({ endpointIds: ['bad', 'good'] }));
    store.storeDelivery(aDelivery({ endpointId: 'good', status: 'DELIVERED' }));
    store.table.store({
      ...aDelivery({ endpointId: 'bad' }),
      ...deliveryKey('acme', EVENT_ID, 'bad'),
      attempts: 'canary',
    });
    const { status, json, body } = await get();
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { status: 'DELIVERED', deliveries: [{ endpoint_id: 'good' }] },
    });
    expect(body).not.toContain('canary');
  });

  it('is no reason to ask again when it is the event itself', async () => {
    const { store, get } = createGet();
    store.table.store({ ...anEvent(), ...eventKey('acme', EVENT_ID), createdAt: 'canary' });
    const answer = await get();
    expect(answer).toEqual(problem(500, 'internal_error'));
    expect(answer.body).not.toContain('canary');
  });
});
