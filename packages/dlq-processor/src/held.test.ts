import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { attentionKey, type Delivery, deliveryKey, deliverySchema } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import { aDelivery, anEvent, collectLogs, createTestContext, NOW } from '@switchyard/core/testing';
import { peekHeld } from './peek-held.ts';
import { purgeHeld } from './purge-held.ts';
import { parseDlqRequest } from './request.ts';
import { requeueHeld } from './requeue-held.ts';

type Held = Pick<Delivery, 'tenantId' | 'endpointId' | 'heldReason'>;

const PAUSED: Held = { tenantId: 'acme', endpointId: 'default', heldReason: 'endpoint_paused' };

function setUp(held: readonly Held[], remainingMs = () => 60_000) {
  const { context, table, queue, time } = createTestContext();
  const ids = held.map((one, number) => {
    const createdAt = toIso(NOW - (held.length - number) * 1_000);
    const eventId = newId('evt', Date.parse(createdAt));
    const { tenantId, endpointId } = one;
    table.store({ ...eventKey(tenantId, eventId), ...anEvent({ tenantId, eventId, createdAt }) });
    table.store({
      ...deliveryKey(tenantId, eventId, endpointId),
      ...attentionKey({ tenantId, endpointId, createdAt, eventId }, 'HELD'),
      ...aDelivery({
        ...one,
        eventId,
        createdAt,
        status: 'HELD',
        heldAt: toIso(NOW),
        nextAttempt: 2,
        uncounted: 1,
      }),
    });
    return { tenantId, eventId, endpointId };
  });
  const all = { ...context, logger: collectLogs().logger, remainingMs };
  const ask = (action: string, changes: object = {}) => parseDlqRequest({ action, held: true, ...changes });
  return {
    ids,
    table,
    queue,
    time,
    peek: (changes?: object) => peekHeld(all, ask('peek', changes)),
    requeue: (changes?: object) => requeueHeld(all, ask('requeue', changes)),
    purge: (changes?: object) => purgeHeld(all, ask('purge', changes)),
    stored: (number: number): Delivery => {
      const { tenantId = '', eventId = '', endpointId = '' } = ids[number] ?? {};
      return deliverySchema.parse(table.item(deliveryKey(tenantId, eventId, endpointId)));
    },
  };
}

const MIXED: readonly Held[] = [
  PAUSED,
  { ...PAUSED, tenantId: 'globex' },
  { ...PAUSED, endpointId: 'orders' },
  { ...PAUSED, endpointId: 'orders', heldReason: 'endpoint_failing' },
];

describe('what is held', () => {
  it('is shown with why and since when, and left as it is', async () => {
    const { peek, ids, table } = setUp([PAUSED]);
    expect(await peek()).toEqual({
      action: 'peek',
      matched: 1,
      scanned: 1,
      malformed: 0,
      complete: true,
      messages: [{ ...ids[0], generation: 1, reason: 'endpoint_paused', attempts: 0, heldSince: toIso(NOW) }],
    });
    expect(table.writes()).toEqual([]);
  });

  it.each([
    ['nothing', {}, [0, 1, 2, 3]],
    ['tenant', { tenantId: 'acme' }, [0, 2, 3]],
    ['endpoint', { endpointId: 'orders' }, [2, 3]],
    ['tenant and endpoint', { tenantId: 'acme', endpointId: 'default' }, [0]],
    ['reason', { reason: 'endpoint_failing' }, [3]],
    ['reason, of an endpoint', { tenantId: 'acme', endpointId: 'orders', reason: 'endpoint_paused' }, [2]],
  ])('is chosen by %s', async (_, filter, numbers) => {
    const { peek, ids } = setUp(MIXED);
    const { messages, complete } = await peek(filter);
    const found = messages.map(({ eventId }) => eventId).toSorted();
    expect([found, complete]).toEqual([numbers.map((number) => ids[number]?.eventId ?? '').toSorted(), true]);
  });

  it('is chosen by event', async () => {
    const { peek, ids } = setUp(MIXED);
    expect(await peek({ eventIds: [ids[2]?.eventId] })).toMatchObject({ matched: 1, messages: [ids[2]] });
  });

  it('is walked through to the end, for one endpoint and for all', async () => {
    const { peek } = setUp(Array.from({ length: 230 }, () => PAUSED));
    for (const filter of [{}, { tenantId: 'acme', endpointId: 'default' }])
      expect(await peek({ ...filter, maxMessages: 1_000 })).toMatchObject({ matched: 230, complete: true });
    expect(await peek({ maxMessages: 40 })).toMatchObject({ matched: 40, complete: false });
  });

  it('is not gone through for longer than there is time', async () => {
    let left = 30_000;
    const { peek } = setUp(
      Array.from({ length: 230 }, () => PAUSED),
      () => {
        left -= 8_000;
        return left;
      },
    );
    const { matched, complete } = await peek({ maxMessages: 1_000 });
    expect([matched > 0 && matched < 230, complete]).toEqual([true, false]);
  });
});

describe('requeueing what is held', () => {
  it('starts it anew at attempt 1, and it is held no more', async () => {
    const { requeue, queue, stored, peek } = setUp(MIXED);
    expect(await requeue({ tenantId: 'globex' })).toMatchObject({
      matched: 1,
      requeued: 1,
      failed: 0,
      complete: true,
    });
    expect(queue.messages()).toMatchObject([{ tenantId: 'globex', generation: 2, attempt: 1 }]);
    expect(stored(1)).toMatchObject({ status: 'PENDING', generation: 2 });
    expect(stored(1)).not.toHaveProperty('heldSince');
    expect(await peek()).toMatchObject({ matched: 3 });
  });

  it('only counts in a dry run', async () => {
    const { requeue, table } = setUp(MIXED);
    expect(await requeue({ dryRun: true })).toMatchObject({ matched: 4, requeued: 0 });
    expect(table.writes()).toEqual([]);
  });

  it('is no faster than it is told to be', async () => {
    const { requeue, time } = setUp(Array.from({ length: 5 }, () => PAUSED));
    await requeue({ ratePerSecond: 2 });
    expect(time.clock()).toBeGreaterThanOrEqual(NOW + 2_000);
  });

  it('fails for one alone', async () => {
    const { requeue, queue, stored } = setUp([PAUSED, PAUSED]);
    queue.hooks.refuses = () => false;
    let sends = 0;
    queue.hooks.before = () => {
      sends += 1;
      if (sends === 1) throw new Error('outage');
    };
    expect(await requeue()).toMatchObject({ requeued: 1, failed: 1 });
    expect([stored(0).generation, stored(1).generation]).toEqual([2, 2]);
  });

  it('says when an event is gone', async () => {
    const { requeue, table, ids } = setUp([PAUSED]);
    table.remove(eventKey('acme', ids[0]?.eventId ?? ''));
    expect(await requeue()).toMatchObject({ matched: 1, requeued: 0, event_gone: 1 });
  });
});

it('what is held for all endpoints of a tenant can be purged, also where its event is gone', async () => {
  const { purge, stored, table, ids } = setUp(MIXED);
  table.remove(eventKey('acme', ids[0]?.eventId ?? ''));
  expect(await purge({ tenantId: 'acme' })).toMatchObject({ matched: 3, purged: 3, failed: 0 });
  expect([0, 1, 2, 3].map((number) => stored(number).status)).toEqual(['PURGED', 'HELD', 'PURGED', 'PURGED']);
  expect(table.items().filter(({ attentionPk }) => attentionPk !== undefined)).toHaveLength(1);
});

describe('a requeue of what is held that came to no end', () => {
  function setUpUnsent() {
    const setup = setUp([PAUSED]);
    setup.queue.hooks.before = () => {
      throw new Error('outage');
    };
    return { ...setup, repair: () => (setup.queue.hooks.before = () => undefined) };
  }

  it.each([{}, { tenantId: 'acme', endpointId: 'default' }])(
    'is completed by the next one, once: %j',
    async (of) => {
      const { requeue, repair, queue, stored } = setUpUnsent();
      expect(await requeue(of)).toMatchObject({ requeued: 0, failed: 1 });
      repair();
      expect(await requeue(of)).toMatchObject({ matched: 1, requeued: 1 });
      expect(queue.sent()).toMatchObject([{ message: { generation: 2, attempt: 1 } }]);
      expect(await requeue(of)).toMatchObject({ matched: 0 });
      const { outbox, releasing, ...rest } = stored(0);
      expect([outbox, releasing, rest]).toMatchObject([
        undefined,
        undefined,
        { status: 'PENDING', generation: 2 },
      ]);
    },
  );

  it('is neither shown as held nor purged', async () => {
    const { requeue, peek, purge } = setUpUnsent();
    await requeue();
    expect(await peek()).toMatchObject({ matched: 0 });
    expect(await purge()).toMatchObject({ matched: 0 });
  });
});

describe('a reason', () => {
  it.each([
    [
      { held: true, reason: 'attempts_exhausted' },
      'reason: is attempts_exhausted: the reasons of what is held are',
    ],
    [{ reason: 'endpoint_paused' }, 'reason: is endpoint_paused: the reasons of dead letters are'],
    [{ reason: 'tired' }, 'reason: '],
  ])('of another kind is refused: %j', (changes, message) => {
    expect(() => parseDlqRequest({ action: 'peek', ...changes })).toThrow(message);
  });

  it.each([
    { reason: 'held_too_long' },
    { held: true, reason: 'retry_after' },
    { held: true, reason: 'endpoint_disabled' },
  ])('may be %j', (changes) => {
    expect(parseDlqRequest({ action: 'requeue', ...changes })).toMatchObject(changes);
  });
});
