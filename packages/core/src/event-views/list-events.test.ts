import { describe, expect, it } from '@jest/globals';
import { anEvent, DAY_MS, EVENT_ID, NOW, TENANT_ID } from '../../testing/builders.ts';
import { createTestStore, type TestStore } from '../../testing/create-test-store.ts';
import { toIso, toSeconds } from '../clock.ts';
import { type DeliveryStatus, newDelivery } from '../deliveries/delivery.ts';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { UnavailableError } from '../errors.ts';
import { eventListSortKey, listSortKey } from '../events/event-keys.ts';
import { eventIdFromIdempotencyKey, newId } from '../ids/ids.ts';
import type { EventFilter } from './event-filter.ts';
import type { EventSummary } from './event-view.ts';
import { listEvents, MAX_EVENTS_LOOKED_AT, MAX_ROWS_LOOKED_AT } from './list-events.ts';

/** An event that came this many seconds before now. */
function storeEvent(
  store: TestStore,
  age: number,
  statuses: Readonly<Record<string, DeliveryStatus>> = { default: 'PENDING' },
  changes: { tenantId?: string; expiresAt?: number; eventType?: string } = {},
): string {
  const at = NOW - age * 1000;
  const event = anEvent({
    ...changes,
    eventId: newId('evt', at, (size) => Buffer.alloc(size, age)),
    createdAt: toIso(at),
    endpointIds: Object.keys(statuses),
  });
  store.storeEvent(event);
  for (const [endpointId, status] of Object.entries(statuses))
    store.storeDelivery({ ...newDelivery(event, endpointId), status });
  return event.eventId;
}

const idsOf = (events: readonly EventSummary[]): string[] => events.map(({ event_id }) => event_id);

type ListInput = EventFilter & { readonly limit?: number; readonly after?: string | undefined };

function lister(store: TestStore) {
  const list = ({ limit = 20, after, ...filter }: ListInput = {}) =>
    listEvents(store.context, { tenantId: TENANT_ID, filter, limit, after });
  return {
    list,
    /** All pages, each as the ids on it. */
    async pages(input: ListInput): Promise<string[][]> {
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const { events, next } = await list({ ...input, after });
        pages.push(idsOf(events));
        after = next;
      } while (after !== undefined);
      return pages;
    },
  };
}

describe('a list of events', () => {
  it('is empty for a tenant without events', async () => {
    expect(await lister(createTestStore()).list()).toEqual({ events: [], next: undefined });
  });

  it('has the newest first', async () => {
    const store = createTestStore();
    const [older, newest, oldest] = [2, 1, 3].map((age) => storeEvent(store, age));

    expect(idsOf((await lister(store).list()).events)).toEqual([newest, older, oldest]);
  });

  it('shows an event once, with each of its deliveries and the worst status', async () => {
    const store = createTestStore();
    const event_id = storeEvent(
      store,
      1,
      { billing: 'DELIVERED', default: 'DLQ', mail: 'PENDING' },
      { eventType: 'order.paid' },
    );

    const { events } = await lister(store).list();

    expect(events).toEqual([
      {
        event_id,
        event_type: 'order.paid',
        status: 'DLQ',
        created_at: toIso(NOW - 1000),
        deliveries: [
          expect.objectContaining({ endpoint_id: 'billing', status: 'DELIVERED', attempts: 0 }),
          expect.objectContaining({ endpoint_id: 'default', status: 'DLQ' }),
          expect.objectContaining({ endpoint_id: 'mail', status: 'PENDING' }),
        ],
      },
    ]);
  });

  it('has events that no endpoint wanted', async () => {
    const store = createTestStore();
    const event_id = storeEvent(store, 1, {}, { eventType: 'order.paid' });

    expect((await lister(store).list()).events).toEqual([
      {
        event_id,
        event_type: 'order.paid',
        status: 'UNMATCHED',
        created_at: toIso(NOW - 1000),
        deliveries: [],
      },
    ]);
  });

  it('has none of another tenant, even one whose name begins alike', async () => {
    const store = createTestStore();
    storeEvent(store, 1, { default: 'DLQ' }, { tenantId: 'acme2' });

    expect((await lister(store).list()).events).toEqual([]);
    expect((await lister(store).list({ status: 'DLQ' })).events).toEqual([]);
  });

  it.each([
    ['with deliveries', { default: 'DELIVERED' as const }],
    ['without', {}],
  ])('hides what has expired and is not deleted yet: %s', async (_, statuses) => {
    const store = createTestStore();
    storeEvent(store, 1, statuses, { expiresAt: toSeconds(NOW) });

    expect(await lister(store).list()).toEqual({ events: [], next: undefined });
  });

  it('is UnavailableError when the table does not answer', async () => {
    const store = createTestStore();
    store.takeDown();

    await expect(lister(store).list()).rejects.toThrow(UnavailableError);
  });
});

describe('the pages of a list', () => {
  it('go on where the last one ended', async () => {
    const store = createTestStore();
    const ids = [1, 2, 3, 4, 5].map((age) => storeEvent(store, age));

    expect(await lister(store).pages({ limit: 2 })).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  it('read of the index one entry more than they show, and once how it is spread', async () => {
    const store = createTestStore();
    for (let age = 0; age < 50; age += 1) storeEvent(store, age);
    await lister(store).list({ limit: 20 });

    expect(store.table.inputs('query')[0]).toMatchObject({ IndexName: 'list', Limit: 21 });
    expect(store.table.inputs('query')).toHaveLength(1 + 20);
    expect(store.endpoints.inputs('get')).toHaveLength(1);
  });

  it('end without an empty one when the last is exactly full', async () => {
    const store = createTestStore();
    const ids = [1, 2, 3, 4].map((age) => storeEvent(store, age));

    expect(await lister(store).pages({ limit: 2 })).toEqual([ids.slice(0, 2), ids.slice(2)]);
  });

  it('show an event once when a page of rows ends among its deliveries', async () => {
    const store = createTestStore();
    const ids = [
      storeEvent(store, 1),
      // 100 rows are read at once, so every third event is cut.
      ...Array.from({ length: 60 }, (_, index) =>
        storeEvent(store, index + 2, { a: 'PENDING', b: 'PENDING', c: 'PENDING' }),
      ),
    ];

    const { events, next } = await lister(store).list({ limit: 100 });

    expect({ ids: idsOf(events), next }).toEqual({ ids, next: undefined });
    expect(events.slice(1).every(({ deliveries }) => deliveries.length === 3)).toBe(true);
  });

  it('keep their places when newer events come in between', async () => {
    const store = createTestStore();
    const ids = [1, 2, 3].map((age) => storeEvent(store, age));
    const { list } = lister(store);
    const { next } = await list({ limit: 1 });
    storeEvent(store, 0);

    expect(idsOf((await list({ limit: 5, after: next })).events)).toEqual(ids.slice(1));
  });

  it('skip events of the same moment neither', async () => {
    const store = createTestStore();
    const event = anEvent();
    const ids = [1, 2, 3].map((fill) => newId('evt', NOW, (size) => Buffer.alloc(size, fill)));
    for (const eventId of ids) {
      store.storeEvent({ ...event, eventId });
      store.storeDelivery(newDelivery({ ...event, eventId }, 'default'));
    }

    expect((await lister(store).pages({ limit: 1 })).flat()).toEqual(ids.toReversed());
  });
});

describe('a list of one status', () => {
  it.each<DeliveryStatus>(['PENDING', 'FAILED', 'DELIVERED', 'DLQ', 'HELD', 'PURGED'])(
    'has the events in %s and no others',
    async (status) => {
      const store = createTestStore();
      const all: readonly DeliveryStatus[] = ['PENDING', 'FAILED', 'DELIVERED', 'DLQ', 'HELD', 'PURGED'];
      const ids = new Map(all.map((one, index) => [one, storeEvent(store, index, { default: one })]));

      expect(idsOf((await lister(store).list({ status })).events)).toEqual([ids.get(status)]);
    },
  );

  it('has the events that no endpoint wanted', async () => {
    const store = createTestStore();
    storeEvent(store, 1);
    const unmatched = storeEvent(store, 2, {});

    expect(idsOf((await lister(store).list({ status: 'UNMATCHED' })).events)).toEqual([unmatched]);
  });

  it('has an event under its worst-off delivery only', async () => {
    const store = createTestStore();
    const id = storeEvent(store, 1, { a: 'DELIVERED', b: 'FAILED' });
    const { list } = lister(store);

    expect(idsOf((await list({ status: 'FAILED' })).events)).toEqual([id]);
    expect((await list({ status: 'DELIVERED' })).events).toEqual([]);
  });

  it('has a dead letter once, however many of its deliveries are dead', async () => {
    const store = createTestStore();
    const id = storeEvent(store, 1, { a: 'DLQ', b: 'DLQ' });

    expect(idsOf((await lister(store).list({ status: 'DLQ' })).events)).toEqual([id]);
  });

  it('fills its pages past the events of other statuses', async () => {
    const store = createTestStore();
    const ids = Array.from({ length: 8 }, (_, age) =>
      storeEvent(store, age, { default: age % 2 === 0 ? 'DELIVERED' : 'FAILED' }),
    );
    const failed = ids.filter((_, age) => age % 2 === 1);

    expect((await lister(store).pages({ status: 'FAILED', limit: 2 })).flat()).toEqual(failed);
  });

  it('finds a dead letter behind many other events without looking at them', async () => {
    const store = createTestStore();
    for (let age = 0; age < 50; age += 1) storeEvent(store, age, { default: 'DELIVERED' });
    const dead = storeEvent(store, 99, { default: 'DLQ' });

    expect(idsOf((await lister(store).list({ status: 'DLQ' })).events)).toEqual([dead]);
    expect(store.table.calls.length).toBeLessThan(5);
  });
});

describe('a list that matches little', () => {
  function setUpMany() {
    const store = createTestStore();
    const ids = Array.from({ length: 2 * MAX_EVENTS_LOOKED_AT + 1 }, (_, age) =>
      storeEvent(store, age, { default: 'DELIVERED' }),
    );
    return { ...lister(store), ids, table: store.table };
  }

  it('stops after so many events and says where to go on', async () => {
    const { list, ids, table } = setUpMany();

    const { events, next } = await list({ status: 'HELD' });

    expect(events).toEqual([]);
    expect(next).toContain(ids[MAX_EVENTS_LOOKED_AT - 1]);
    // Its deliveries are one query for each event; the pages of the index are the rest.
    expect(table.calls.length).toBeLessThan(MAX_EVENTS_LOOKED_AT + 10);
  });

  it('goes on from there', async () => {
    const { list, ids } = setUpMany();
    const { next: after } = await list({ status: 'HELD' });

    const { next } = await list({ status: 'HELD', after });

    expect(next).toContain(ids[2 * MAX_EVENTS_LOOKED_AT - 1]);
  });
});

describe('an event that stands in the list itself', () => {
  const at = toIso(NOW);
  const event = anEvent({
    endpointIds: ['billing', 'mail'],
    eventType: 'order.paid',
    createdAt: at,
    listSk: listSortKey(at, EVENT_ID, 2),
  });
  const pending = { endpoint_id: 'mail', status: 'PENDING', attempts: 0 };

  it('is PENDING while nothing has come of its deliveries', async () => {
    const store = createTestStore();
    store.storeEvent(event);

    expect(await lister(store).list()).toMatchObject({
      events: [
        {
          event_id: EVENT_ID,
          event_type: 'order.paid',
          status: 'PENDING',
          deliveries: [{ endpoint_id: 'billing', status: 'PENDING', attempts: 0 }, pending],
        },
      ],
      next: undefined,
    });
  });

  it.each([
    ['DELIVERED', 'PENDING', undefined],
    ['DLQ', 'DLQ', 'DLQ'],
  ] as const)('shows what is still on its way beside one that is %s', async (status, worst, filter) => {
    const store = createTestStore();
    store.storeEvent(event);
    store.storeDelivery({ ...newDelivery(event, 'billing'), status });

    expect((await lister(store).list({ status: filter })).events).toMatchObject([
      { status: worst, deliveries: [{ endpoint_id: 'billing', status }, pending] },
    ]);
  });

  it('is not read again with its payload once all of its deliveries are written', async () => {
    const store = createTestStore();
    store.storeEvent(event);
    for (const endpointId of event.endpointIds)
      store.storeDelivery({ ...newDelivery(event, endpointId), status: 'DELIVERED' });

    expect((await lister(store).list()).events).toMatchObject([{ status: 'DELIVERED' }]);
    expect(store.table.inputs('get')).toEqual([]);
  });

  it('that a requeue has kept has no deliveries any more but those that were requeued', async () => {
    const store = createTestStore({ now: NOW + 31 * DAY_MS });
    const expiresAt = (NOW + 60 * DAY_MS) / 1000;
    store.storeEvent({ ...event, expiresAt });
    store.storeDelivery({ ...newDelivery(event, 'mail'), status: 'DELIVERED', expiresAt });

    expect((await lister(store).list()).events).toMatchObject([
      { status: 'DELIVERED', deliveries: [{ endpoint_id: 'mail' }] },
    ]);
  });
});

function edit({ table }: TestStore, key: Record<string, unknown>): void {
  table.store({ ...table.item(key), status: 'canary' });
}

describe('an item that cannot be read', () => {
  it('takes no other delivery or event out of the list', async () => {
    const store = createTestStore();
    const whole = storeEvent(store, 1);
    const half = storeEvent(store, 2, { good: 'DELIVERED', bad: 'PENDING' });
    const lost = storeEvent(store, 3, { bad: 'PENDING' });
    for (const eventId of [half, lost]) edit(store, deliveryKey(TENANT_ID, eventId, 'bad'));
    const page = await lister(store).list();
    expect(idsOf(page.events)).toEqual([whole, half]);
    expect(page.events[1]).toMatchObject({ status: 'DELIVERED', deliveries: [{ endpoint_id: 'good' }] });
    expect(JSON.stringify(page)).not.toContain('canary');
  });
});

/** As events are stored since they stand in the list with their type, each a second older than the one before. */
function storeListed(store: TestStore, types: readonly (string | undefined)[]): string[] {
  return types.map((eventType, age) => {
    const at = NOW - age * 1000;
    const eventId = newId('evt', at, (size) => Buffer.alloc(size, 1));
    const event = anEvent({ eventId, eventType, createdAt: toIso(at) });
    store.storeEvent({ ...event, listSk: eventListSortKey(event, 1) });
    store.storeDelivery({ ...newDelivery({ ...event, listSk: '' }, 'default'), status: 'DELIVERED' });
    return eventId;
  });
}

describe('a list of one type', () => {
  it('has the events of it and no others, newer and older ones', async () => {
    const store = createTestStore();
    const [paid, , kind] = storeListed(store, ['order.paid', 'order', 'order.sent', undefined, 'Order.paid']);
    const older = storeEvent(store, 99, { a: 'PENDING', b: 'PENDING' }, { eventType: 'order.paid' });
    storeEvent(store, 98, { default: 'PENDING' }, { eventType: 'invoice.made' });
    const { list } = lister(store);

    expect(idsOf((await list({ eventType: 'order.paid' })).events)).toEqual([paid, older]);
    expect(idsOf((await list({ eventType: 'order.*' })).events)).toEqual([paid, kind, older]);
  });

  it.each(['a#b', '100%', '%23', ':', 'x'.repeat(128)])('finds %s', async (eventType) => {
    const store = createTestStore();
    const [eventId] = storeListed(store, [eventType, 'a', 'b']);

    expect(idsOf((await lister(store).list({ eventType })).events)).toEqual([eventId]);
  });

  it('reads no event of another type', async () => {
    const store = createTestStore();
    const [first, ...others] = storeListed(store, ['rare', ...Array.from({ length: 50 }, () => 'usual')]);
    store.table.calls.length = 0;

    expect(idsOf((await lister(store).list({ eventType: 'rare' })).events)).toEqual([first]);
    expect(others).toHaveLength(50);
    expect(store.table.calls).toHaveLength(2);
  });

  it('stops after so many entries and says where to go on', async () => {
    const store = createTestStore();
    const ids = storeListed(store, [...Array.from({ length: MAX_ROWS_LOOKED_AT }, () => 'usual'), 'rare']);

    const { events, next } = await lister(store).list({ eventType: 'rare' });

    expect({ events, next }).toEqual({ events: [], next: expect.stringContaining(ids.at(-2) ?? '') });
    expect(idsOf((await lister(store).list({ eventType: 'rare', after: next })).events)).toEqual([
      ids.at(-1),
    ]);
  });
});

describe('a list for one endpoint', () => {
  it('has the events that have a delivery to it, by the status of that one', async () => {
    const store = createTestStore();
    const both = storeEvent(store, 1, { a: 'DELIVERED', b: 'DLQ' });
    const other = storeEvent(store, 2, { a: 'DLQ' });
    storeEvent(store, 3, { c: 'DELIVERED' });
    const { list } = lister(store);

    expect(idsOf((await list({ endpointId: 'a' })).events)).toEqual([both, other]);
    expect(idsOf((await list({ endpointId: 'a', status: 'DELIVERED' })).events)).toEqual([both]);
    expect(idsOf((await list({ endpointId: 'a', status: 'DLQ' })).events)).toEqual([other]);
    expect(idsOf((await list({ endpointId: 'b', status: 'DLQ' })).events)).toEqual([both]);
  });

  it('finds what is held for it without looking at the many', async () => {
    const store = createTestStore();
    for (let age = 0; age < 50; age += 1) storeEvent(store, age, { a: 'DELIVERED' });
    const held = storeEvent(store, 99, { a: 'HELD', b: 'DELIVERED' });

    const { events } = await lister(store).list({ endpointId: 'a', status: 'HELD' });

    expect(idsOf(events)).toEqual([held]);
    expect(store.table.calls.length).toBeLessThan(5);
  });

  it('finds a dead letter whose entries are on two pages', async () => {
    const store = createTestStore();
    // 1,000 entries are read at once, so one of these is cut, with the entry of `a` behind it.
    const ids = Array.from({ length: 340 }, (_, age) =>
      storeEvent(store, age + 1, { a: 'DLQ', b: 'DLQ', c: 'DLQ' }),
    );

    expect((await lister(store).pages({ endpointId: 'a', status: 'DLQ', limit: 100 })).flat()).toEqual(ids);
  });
});

describe('a list of a time', () => {
  it('begins and ends with the moments that are named, in any zone', async () => {
    const store = createTestStore();
    const ids = [0, 1, 2, 3].map((age) => storeEvent(store, age));
    const { list, pages } = lister(store);
    const [since, until] = [toIso(NOW - 2000), '2026-03-04T06:06:06+01:00'];

    expect(idsOf((await list({ since, until })).events)).toEqual(ids.slice(1, 3));
    expect(await pages({ since, until, limit: 1 })).toEqual([ids.slice(1, 2), ids.slice(2, 3)]);
  });

  it('is empty below a position that lies before it', async () => {
    const store = createTestStore();
    storeEvent(store, 1);

    const after = `${toIso(NOW - DAY_MS)}#${EVENT_ID}`;
    expect(await lister(store).list({ since: toIso(NOW - 5000), after })).toEqual({
      events: [],
      next: undefined,
    });
  });
});

describe('a list by idempotency key', () => {
  it('has the event that was sent with it, where the rest of the filter fits', async () => {
    const store = createTestStore();
    const eventId = eventIdFromIdempotencyKey(TENANT_ID, 'order-1');
    store.storeEvent(anEvent({ eventId, eventType: 'order.paid' }));
    storeEvent(store, 1);
    const { list } = lister(store);
    const ids = async (filter: EventFilter) =>
      idsOf((await list({ idempotencyKey: 'order-1', ...filter })).events);

    expect(await ids({})).toEqual([eventId]);
    expect(await ids({ eventType: 'order.*', status: 'PENDING', since: toIso(NOW) })).toEqual([eventId]);
    expect(await ids({ eventType: 'invoice.made' })).toEqual([]);
    expect(await ids({ until: toIso(NOW - 1) })).toEqual([]);
    expect(await ids({ endpointId: 'other' })).toEqual([]);
    expect(await ids({ idempotencyKey: 'order-2' })).toEqual([]);
  });

  it('has one that no endpoint wanted', async () => {
    const store = createTestStore();
    const eventId = eventIdFromIdempotencyKey(TENANT_ID, 'order-1');
    store.storeEvent(anEvent({ eventId, endpointIds: [] }));

    expect((await lister(store).list({ idempotencyKey: 'order-1' })).events).toMatchObject([
      { event_id: eventId, status: 'UNMATCHED' },
    ]);
  });
});

it.each([
  [{ since: '2026-03-04T00:00:01Z', until: '2026-03-04T00:00:00Z' }, /2026-03-04T00:00:01.000Z.*is after/],
  [{ status: 'UNMATCHED', endpointId: 'a' } as const, /UNMATCHED and endpoint_id a cannot be combined/],
])('a filter that nothing could match is refused: %j', async (filter, message) => {
  await expect(lister(createTestStore()).list(filter)).rejects.toThrow(message);
});

it.each([{}, { status: 'UNMATCHED' } as const, { eventType: 'order.*' }, { since: toIso(0) }])(
  'a page of 10,000 events reads as much as one of 100: %j',
  async (filter) => {
    const reads = [100, 10_000].map(async (count) => {
      const store = createTestStore();
      for (let age = 0; age < count; age += 1) {
        const at = NOW - age * 1000;
        const eventId = newId('evt', at, (size) => Buffer.alloc(size, 1));
        const event = anEvent({ eventId, eventType: 'order.paid', createdAt: toIso(at), endpointIds: [] });
        store.storeEvent({ ...event, listSk: eventListSortKey(event, 0) });
      }
      store.table.calls.length = 0;
      expect((await lister(store).list({ ...filter, limit: 5 })).events).toHaveLength(5);
      return store.table.calls.length;
    });
    const [few, many] = await Promise.all(reads);
    expect(many).toBe(few);
  },
);
