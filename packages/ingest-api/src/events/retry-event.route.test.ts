import { describe, expect, it } from '@jest/globals';
import type { DeliveryStatus } from '@switchyard/core/deliveries';
import { listEvents } from '@switchyard/core/event-views';
import { aDelivery, anEndpoint, anEvent, EVENT_ID } from '@switchyard/core/testing';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

/** An event with a delivery in each of these statuses, by endpoint. */
function createRetry(statuses: Readonly<Record<string, DeliveryStatus>> = { default: 'DLQ' }) {
  const store = createTestApi();
  store.storeEvent(anEvent({ endpointIds: Object.keys(statuses) }));
  for (const [endpointId, status] of Object.entries(statuses))
    store.storeDelivery(aDelivery({ endpointId, status, nextAttempt: 6, reason: 'attempts_exhausted' }));
  return {
    store,
    retry: (parts: RequestParts = {}) =>
      store.send({ method: 'POST', path: `/v1/events/${EVENT_ID}/retry`, ...parts }),
  };
}
const json = (body: unknown): RequestParts => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('a retry', () => {
  it.each<DeliveryStatus>(['DLQ', 'HELD', 'FAILED'])('starts a delivery in %s anew', async (status) => {
    const { store, retry } = createRetry({ default: status });

    const answer = await retry();

    expect({ status: answer.status, json: answer.json }).toEqual({
      status: 202,
      json: { event_id: EVENT_ID, status: 'PENDING', endpoint_ids: ['default'] },
    });
    expect(store.queue.messages()).toEqual([
      expect.objectContaining({ eventId: EVENT_ID, endpointId: 'default', generation: 2, attempt: 1 }),
    ]);
  });

  it('starts each delivery that can be retried and leaves the others', async () => {
    const { store, retry } = createRetry({ a: 'DLQ', b: 'DELIVERED', c: 'FAILED', d: 'PENDING' });

    expect((await retry()).json).toMatchObject({ endpoint_ids: ['a', 'c'] });
    expect(store.queue.sentTo().sort()).toEqual(['a', 'c']);
  });

  it('starts only the delivery to the endpoint that is named', async () => {
    const { store, retry } = createRetry({ a: 'DLQ', b: 'DLQ' });

    expect((await retry(json({ endpoint_id: 'b' }))).json).toMatchObject({ endpoint_ids: ['b'] });
    expect(store.queue.sentTo()).toEqual(['b']);
  });

  it('leaves alone what is over, unless it is asked for again', async () => {
    const { store, retry } = createRetry({ a: 'DELIVERED', b: 'PURGED' });

    expect(await retry()).toEqual(problem(409, 'nothing_to_retry'));
    expect((await retry(json({ endpoint_id: 'a', again: true }))).json).toMatchObject({
      endpoint_ids: ['a'],
    });
    expect((await retry(json({ again: true }))).json).toMatchObject({ endpoint_ids: ['b'] });
    expect(store.queue.sentTo()).toEqual(['a', 'b']);
  });

  it('that is asked for again sends an event to an endpoint of the tenant that never had it', async () => {
    const { store, retry } = createRetry({ a: 'DELIVERED' });
    store.endpoints.store({ ...anEndpoint({ endpointId: 'late' }) });
    store.endpoints.store({ ...anEndpoint({ endpointId: 'theirs', tenantId: 'globex' }) });

    expect(await retry(json({ endpoint_id: 'late' }))).toEqual(problem(404));
    expect(await retry(json({ endpoint_id: 'theirs', again: true }))).toEqual(
      problem(404, 'endpoint_not_found'),
    );
    expect((await retry(json({ endpoint_id: 'late', again: true }))).json).toMatchObject({
      endpoint_ids: ['late'],
    });
    expect(store.queue.messages()).toEqual([
      expect.objectContaining({ endpointId: 'late', generation: 1, attempt: 1 }),
    ]);
  });

  it('whose message to such an endpoint could not be sent is completed by its repeat', async () => {
    const { store, retry } = createRetry({ a: 'DELIVERED' });
    store.endpoints.store({ ...anEndpoint({ endpointId: 'late' }) });
    store.queue.hooks.before = () => {
      throw new Error('outage');
    };
    const late = json({ endpoint_id: 'late', again: true });
    expect(await retry(late)).toEqual(problem(503));
    store.queue.hooks.before = () => undefined;
    expect((await retry(late)).json).toMatchObject({ endpoint_ids: ['late'] });
    expect(store.queue.sentTo()).toEqual(['late']);
  });

  it('takes what was dead out of the list of dead letters', async () => {
    const { store, retry } = createRetry();
    await retry();

    const { events } = await listEvents(store.context, {
      tenantId: 'acme',
      filter: { status: 'DLQ' },
      limit: 20,
      after: undefined,
    });
    expect(events).toEqual([]);
  });
});

describe('the body of a retry', () => {
  it.each<[string, RequestParts]>([
    ['without a body or a content type', {}],
    ['without a body, with Content-Length 0', { headers: { 'Content-Length': '0' } }],
    ['without a body, with a content type', { headers: { 'content-type': 'application/json' } }],
    ['with an empty body', { headers: { 'content-type': 'application/json' }, body: '' }],
    [
      'with an empty body in base64',
      { headers: { 'content-type': 'application/json' }, body: Buffer.alloc(0) },
    ],
    ['with an empty object', json({})],
    ['with null', json(null)],
  ])('may be left out: %s', async (_, parts) => {
    expect(await createRetry().retry(parts)).toMatchObject({ status: 202 });
  });

  it.each<[number, string, RequestParts]>([
    [400, 'cut off', { headers: { 'content-type': 'application/json' }, body: '{' }],
    [415, 'text', { headers: { 'content-type': 'text/plain' }, body: '{}' }],
    [422, 'an array', json([])],
    [422, 'of an unknown property', json({ endpoint: 'default' })],
    [422, 'of an endpoint id that cannot be one', json({ endpoint_id: 'NO#' })],
  ])('is refused with %i when it is %s', async (status, _, parts) => {
    const { store, retry } = createRetry();

    expect(await retry(parts)).toEqual(problem(status));
    expect(store.queue.messages()).toEqual([]);
  });
});

describe('a retry that is refused', () => {
  it.each<DeliveryStatus>(['PENDING', 'DELIVERED', 'PURGED'])(
    'is 409 when the delivery is %s',
    async (status) => {
      const { store, retry } = createRetry({ default: status });

      const answer = await retry();

      expect(answer).toEqual(problem(409, 'nothing_to_retry'));
      expect(answer.body).toContain(`default is ${status}`);
      expect(store.queue.messages()).toEqual([]);
    },
  );

  it('is 409 when no endpoint wanted the event', async () => {
    expect(await createRetry({}).retry()).toEqual(problem(409, 'nothing_to_retry'));
  });

  it('is 409 when the same is asked again at once', async () => {
    const { store, retry } = createRetry();
    await retry();

    expect(await retry()).toEqual(problem(409, 'nothing_to_retry'));
    expect(store.queue.messages()).toHaveLength(1);
  });

  it('is 404 when the event never went to the endpoint', async () => {
    const answer = await createRetry().retry(json({ endpoint_id: 'other' }));

    expect(answer).toEqual(problem(404, 'delivery_to_endpoint_not_found'));
  });

  it("is 404 when the event is another tenant's", async () => {
    const { store, retry } = createRetry();

    expect(await retry({ tenantId: 'globex' })).toEqual(problem(404, 'event_not_found'));
    expect(store.queue.messages()).toEqual([]);
  });

  it('is 400 when there can be no such event', async () => {
    expect(await createRetry().retry({ path: '/v1/events/nope/retry' })).toEqual(
      problem(400, 'params_invalid'),
    );
  });
});

describe('a retry that fails', () => {
  it('is 503 when the queue does not answer', async () => {
    const { store, retry } = createRetry();
    store.queue.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };

    expect(await retry()).toEqual(problem(503, 'unavailable'));
  });

  it('is completed by the next one', async () => {
    const { store, retry } = createRetry();
    const { before } = store.queue.hooks;
    store.queue.hooks.before = () => {
      throw new Error('connect ECONNREFUSED');
    };
    await retry();
    store.queue.hooks.before = before;

    expect(await retry()).toMatchObject({ status: 202, json: { endpoint_ids: ['default'] } });
    expect(store.queue.messages()).toHaveLength(1);
  });
});
