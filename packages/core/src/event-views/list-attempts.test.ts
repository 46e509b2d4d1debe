import { describe, expect, it } from '@jest/globals';
import { aDelivery, anAttempt, anEvent, DAY_MS, EVENT_ID, NOW, TENANT_ID } from '../../testing/builders.ts';
import { createTestStore } from '../../testing/create-test-store.ts';
import { toIso } from '../clock.ts';
import type { Attempt } from '../deliveries/delivery.ts';
import { NotFoundError, UnavailableError } from '../errors.ts';
import { type ListAttemptsInput, listAttempts } from './list-attempts.ts';

const at = (second: number, changes: Partial<Attempt> = {}) =>
  anAttempt({ startedAt: toIso(NOW + second * 1000), ...changes });

/** An event with these attempts, by endpoint. */
function setUp(attempts: Readonly<Record<string, readonly Attempt[]>>, eventId = EVENT_ID) {
  const store = createTestStore();
  store.storeEvent(anEvent({ eventId, endpointIds: ['a', 'b', 'waiting'] }));
  for (const [endpointId, made] of Object.entries(attempts))
    store.storeDelivery(aDelivery({ eventId, endpointId, attempts: [...made] }));
  return {
    store,
    list: (input: Partial<ListAttemptsInput> = {}) =>
      listAttempts(store.context, {
        ...{ tenantId: TENANT_ID, eventId: EVENT_ID, endpointId: undefined, limit: 50, after: undefined },
        ...input,
      }),
  };
}

describe('the attempts of an event', () => {
  const made = {
    a: [at(0), at(60, { attempt: 2 }), at(200, { generation: 2 })],
    b: [at(1, { statusCode: 200 }), at(60)],
  };
  const shown = [
    { endpoint_id: 'a', attempt: 1, started_at: toIso(NOW) },
    { endpoint_id: 'b', attempt: 1, status_code: 200 },
    { endpoint_id: 'a', attempt: 2 },
    { endpoint_id: 'b', attempt: 1 },
    { endpoint_id: 'a', generation: 2 },
  ];

  it('are those to all endpoints, oldest first', async () => {
    const page = await setUp(made).list();
    expect(page).toMatchObject({ attempts: shown, gone: [], next: undefined });
  });

  it('are read without the payload', async () => {
    const { store, list } = setUp(made);
    await list();
    expect(store.table.calls).toHaveLength(1);
    expect(JSON.stringify(store.table.inputs('query'))).toContain('begins_with(sk, :sk)');
  });

  it('come in pages that an attempt made meanwhile does not move', async () => {
    const { store, list } = setUp(made);
    const first = await list({ limit: 2 });
    store.storeDelivery(aDelivery({ endpointId: 'waiting', attempts: [at(300)] }));
    const second = await list({ limit: 3, after: first.next });
    const third = await list({ limit: 3, after: second.next });
    expect([first, second].flatMap(({ attempts }) => attempts)).toMatchObject(shown);
    expect(third).toMatchObject({ attempts: [{ endpoint_id: 'waiting' }], next: undefined });
  });

  it('are those to one endpoint alone where that is asked for', async () => {
    const { attempts } = await setUp(made).list({ endpointId: 'b' });
    expect(attempts.map(({ endpoint_id }) => endpoint_id)).toEqual(['b', 'b']);
  });

  it.each([
    ['counted', { attemptsGone: 30 }, [at(0, { attempt: 3 })], 30],
    ['from before they were counted', {}, [at(0, { attempt: 3 })], 2],
  ])('say how many are not kept any more: %s', async (_, changes, attempts, gone) => {
    const { store, list } = setUp({});
    store.storeDelivery(aDelivery({ endpointId: 'a', attempts, ...changes }));
    expect(await list()).toMatchObject({ gone: [{ endpoint_id: 'a', attempts: gone }] });
  });

  it('are none while nothing has come of it', async () => {
    const { list } = setUp({});
    expect(await list()).toEqual({ attempts: [], gone: [], next: undefined });
    expect(await list({ endpointId: 'waiting' })).toEqual({ attempts: [], gone: [], next: undefined });
  });
});

it.each([
  ['an event that is not there', { eventId: EVENT_ID.replace(/.$/, 'z') }, 'event_not_found'],
  ['an event of another tenant', { tenantId: 'globex' }, 'event_not_found'],
  ['an endpoint that it never went to', { endpointId: 'other' }, 'delivery_not_found'],
])('%s is not found', async (_, input, code) => {
  const listing = setUp({ a: [at(0)] }).list(input);
  await expect(listing).rejects.toThrow(NotFoundError);
  await expect(listing).rejects.toMatchObject({ code });
});

it('what has expired is not found', async () => {
  const { store, list } = setUp({ a: [at(0)] });
  store.time.advance(31 * DAY_MS);
  await expect(list()).rejects.toMatchObject({ code: 'event_not_found' });
});

it('is UnavailableError when the table does not answer', async () => {
  const { store, list } = setUp({});
  store.takeDown();
  await expect(list()).rejects.toThrow(UnavailableError);
});
