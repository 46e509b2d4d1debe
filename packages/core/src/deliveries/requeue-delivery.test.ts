import { describe, expect, it } from '@jest/globals';
import {
  aDelivery,
  anAttempt,
  anEvent,
  DAY_MS,
  ENDPOINT_ID,
  EVENT_ID,
  NOW,
  TENANT_ID,
} from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { toIso } from '../clock.ts';
import { eventKey } from '../events/event-keys.ts';
import { newId } from '../ids/ids.ts';
import { lineOf, readLast } from '../ordering/line.ts';
import { takeTurn } from '../ordering/take-turn.ts';
import type { Delivery, DeliveryStatus } from './delivery.ts';
import { deliveryKey } from './delivery-keys.ts';
import { type RequeueDeliveryInput, requeueDelivery } from './requeue-delivery.ts';

const id = { tenantId: TENANT_ID, eventId: EVENT_ID, endpointId: ENDPOINT_ID };
const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);

const dead = (changes: Partial<Delivery> = {}): Delivery =>
  aDelivery({
    status: 'DLQ',
    nextAttempt: 6,
    reason: 'attempts_exhausted',
    attempts: [anAttempt({ attempt: 5 })],
    ...changes,
  });

function setUp(delivery: Delivery | undefined = dead()) {
  const { context, table, queue, counted } = createTestContext({ now: NOW + 10 * DAY_MS });
  table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent() });
  if (delivery !== undefined) table.store({ ...key, ...delivery });
  return {
    context,
    requeue: (changes: Partial<RequeueDeliveryInput> = {}) =>
      requeueDelivery(context, { ...id, from: ['DLQ'], ...changes }),
    table,
    queue,
    counted,
    stored: () => table.item(key),
    storedEvent: () => table.item(eventKey(TENANT_ID, EVENT_ID)),
  };
}

describe('requeueing a dead delivery', () => {
  it('begins the next generation at attempt 1', async () => {
    const { requeue, stored } = setUp();
    expect(await requeue()).toBe('requeued');
    expect(stored()).toMatchObject({ status: 'PENDING', generation: 2, nextAttempt: 1 });
  });

  it('sends its first attempt, at once', async () => {
    const { requeue, queue } = setUp();
    await requeue();
    expect(queue.sent()).toEqual([
      {
        message: { schema: 'switchyard.delivery.v1', ...id, generation: 2, attempt: 1 },
        delaySeconds: 0,
      },
    ]);
  });

  it('keeps what was tried before', async () => {
    const { requeue, stored } = setUp();
    await requeue();
    expect(stored()).toHaveProperty('attempts', dead().attempts);
  });

  it.each(['reason', 'nextAttemptAt', 'outbox', 'attentionPk', 'attentionSk'])(
    'leaves no %s of the former generation',
    async (name) => {
      const { requeue, table, stored } = setUp();
      table.store({
        ...key,
        ...dead({
          outbox: { kind: 'dead_letter', reason: 'endpoint_gone' },
          nextAttemptAt: anEvent().createdAt,
        }),
        attentionPk: 'a',
        attentionSk: 'b',
      });
      await requeue();
      expect(stored()).not.toHaveProperty(name);
    },
  );

  it('keeps event and delivery for another 30 days', async () => {
    const { requeue, stored, storedEvent } = setUp();
    await requeue();
    const until = (NOW + 40 * DAY_MS) / 1000;
    expect([stored()?.expiresAt, storedEvent()?.expiresAt]).toEqual([until, until]);
  });

  it('extends the event before the delivery, so that no generation begins without a payload', async () => {
    const { requeue, table } = setUp();
    await requeue();
    expect(table.writes().map(({ item }) => item.sk)).toEqual([
      'EVENT',
      'DELIVERY#default',
      'DELIVERY#default',
    ]);
  });

  it('writes the new generation before it sends its message', async () => {
    const { requeue, queue, stored } = setUp();
    queue.hooks.before = () => {
      expect(stored()).toMatchObject({ generation: 2, outbox: { kind: 'attempt' } });
    };
    await requeue();
    expect.assertions(1);
  });

  it('takes the generation that it is asked about', async () => {
    const { requeue, stored } = setUp(dead({ generation: 3 }));
    expect(await requeue({ generation: 3 })).toBe('requeued');
    expect(stored()).toHaveProperty('generation', 4);
  });

  it('starts a PENDING one anew that has not moved for more than 15 minutes: its message is gone, or stale then', async () => {
    const { requeue, stored } = setUp(aDelivery({ updatedAt: toIso(NOW + 10 * DAY_MS - 15 * 60_000 - 1) }));
    expect(await requeue()).toBe('requeued');
    expect(stored()).toHaveProperty('generation', 2);
  });

  it('starts one anew whose message crashed before its first attempt was recorded', async () => {
    const { requeue, stored } = setUp(aDelivery({ status: 'PENDING' }));
    expect(await requeue({ generation: 1, from: ['DLQ', 'FAILED', 'PENDING'] })).toBe('requeued');
    expect(stored()).toHaveProperty('generation', 2);
  });
});

describe('requeueing one with an ordering key', () => {
  const orderingKey = 'order-1';
  const other = newId('evt', NOW, (size) => Buffer.alloc(size, 9));
  const line = lineOf({ ...id, orderingKey });

  it('sends it at once when nobody else has a turn', async () => {
    const { requeue, queue } = setUp(dead({ orderingKey }));
    expect(await requeue()).toBe('requeued');
    expect(queue.messages()).toMatchObject([{ eventId: EVENT_ID, generation: 2, attempt: 1 }]);
  });

  it('puts it behind whoever is there, with its generation', async () => {
    const { context, requeue, queue } = setUp(dead({ orderingKey }));
    await takeTurn(context, line, { eventId: other, generation: 1 });
    expect(await requeue()).toBe('requeued');
    expect(queue.messages()).toMatchObject([{ behind: other }]);
    expect(await readLast(context, line)).toMatchObject({ eventId: EVENT_ID, generation: 2, behind: other });
  });

  it('leaves one that waits for its turn, however long', async () => {
    const { context, requeue, queue } = setUp(aDelivery({ orderingKey }));
    await takeTurn(context, line, { eventId: other, generation: 1 });
    await takeTurn(context, line, { eventId: EVENT_ID, generation: 1 });
    expect(await requeue()).toBe('superseded');
    expect(queue.messages()).toEqual([]);
  });
});

describe('requeueing is superseded', () => {
  it.each<DeliveryStatus>(['DELIVERED', 'PURGED', 'PENDING', 'FAILED', 'HELD'])(
    'when the delivery is %s and that was not asked for',
    async (status) => {
      const { requeue, queue, table } = setUp(
        dead({ status, updatedAt: toIso(NOW + 10 * DAY_MS - 15 * 60_000) }),
      );
      expect(await requeue()).toBe('superseded');
      expect([table.writes(), queue.messages()]).toEqual([[], []]);
    },
  );

  it.each([1, 3])('when it is in generation 2 and generation %d is asked about', async (generation) => {
    const { requeue, queue } = setUp(dead({ generation: 2 }));
    expect(await requeue({ generation })).toBe('superseded');
    expect(queue.messages()).toEqual([]);
  });

  it('when it was requeued and sent before', async () => {
    const { requeue, queue } = setUp();
    await requeue({ generation: 1 });
    expect(await requeue({ generation: 1 })).toBe('superseded');
    expect(queue.messages()).toHaveLength(1);
  });
});

describe('requeueing finds nothing', () => {
  it('when the event is gone', async () => {
    const { requeue, table, queue } = setUp();
    table.remove(eventKey(TENANT_ID, EVENT_ID));
    expect(await requeue()).toBe('not_found');
    expect([table.writes(), queue.messages()]).toEqual([[], []]);
  });

  it('when the event has expired, though it is still there', async () => {
    const { requeue, table } = setUp();
    table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent({ expiresAt: NOW / 1000 }) });
    expect(await requeue()).toBe('not_found');
  });

  it('when the event never went to this endpoint', async () => {
    expect(await setUp().requeue({ endpointId: 'other' })).toBe('not_found');
  });
});

describe('a crash of a requeue', () => {
  it('between its write and its send is completed by the same call', async () => {
    const { requeue, queue, stored } = setUp();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(requeue({ generation: 1 })).rejects.toThrow('outage');
    queue.hooks.before = () => undefined;

    expect(await requeue({ generation: 1 })).toBe('requeued');
    expect(queue.messages()).toEqual([expect.objectContaining({ generation: 2, attempt: 1 })]);
    expect(stored()).toMatchObject({ status: 'PENDING', generation: 2 });
    expect(stored()).not.toHaveProperty('outbox');
  });

  it('is completed also by a call that names no generation', async () => {
    const { requeue, queue } = setUp();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await requeue().catch(() => undefined);
    queue.hooks.before = () => undefined;

    expect(await requeue()).toBe('requeued');
    expect(queue.messages()).toEqual([expect.objectContaining({ generation: 2, attempt: 1 })]);
  });

  it('is not completed by a call about another generation', async () => {
    const { requeue, queue } = setUp(
      dead({ status: 'PENDING', generation: 3, nextAttempt: 1, outbox: { kind: 'attempt', notBefore: NOW } }),
    );
    expect(await requeue({ generation: 1 })).toBe('superseded');
    expect(queue.messages()).toEqual([]);
  });

  it('of a generation whose first message then crashed the worker begins yet another', async () => {
    const { requeue, queue } = setUp(
      dead({ status: 'PENDING', generation: 2, nextAttempt: 1, outbox: { kind: 'attempt', notBefore: NOW } }),
    );
    expect(await requeue({ generation: 2, from: ['PENDING'] })).toBe('requeued');
    expect(queue.messages()).toEqual([expect.objectContaining({ generation: 3, attempt: 1 })]);
  });

  it('before its write leaves the delivery as it was, and sends nothing', async () => {
    const { requeue, table, queue, stored } = setUp();
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') throw new Error('throttled');
    };
    await expect(requeue()).rejects.toThrow('throttled');
    expect(stored()).toMatchObject({ status: 'DLQ', generation: 1 });
    expect(queue.messages()).toEqual([]);
  });
});

describe('two requeues at the same time', () => {
  it('begin one generation and send one message', async () => {
    const { requeue, queue, stored } = setUp();
    await Promise.allSettled([requeue(), requeue()]);
    expect(stored()).toHaveProperty('generation', 2);
    expect(queue.messages()).toHaveLength(1);
  });

  it('do not let the slower one say that it is done: the faster may yet crash before it sends', async () => {
    const { requeue } = setUp();
    const [faster, slower] = await Promise.allSettled([requeue(), requeue()]);
    expect(faster).toEqual({ status: 'fulfilled', value: 'requeued' });
    expect(slower).toMatchObject({
      status: 'rejected',
      reason: { name: 'UnavailableError' },
    });
  });
});

describe('a delivery that its worker changes at that moment', () => {
  it('is not reported as superseded, since it may still be requeued', async () => {
    const { requeue, table } = setUp(dead({ status: 'FAILED', nextAttempt: 5 }));
    table.hooks.before = ({ operation }) => {
      if (operation === 'update') table.store({ ...key, ...dead() });
    };
    await expect(requeue({ from: ['FAILED', 'DLQ'] })).rejects.toThrow('Try again');
  });
});

describe('a requeued delivery is counted', () => {
  it('once', async () => {
    const { requeue, counted } = setUp();
    await requeue({ generation: 1 });
    await requeue({ generation: 1 });
    expect(counted).toEqual([['DeliveriesRequeued']]);
  });

  it('when its message is in the queue, also by a call that completes another', async () => {
    const { requeue, queue, counted } = setUp();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(requeue({ generation: 1 })).rejects.toThrow('outage');
    expect(counted).toEqual([]);

    queue.hooks.before = () => undefined;
    await requeue({ generation: 1 });
    expect(counted).toEqual([['DeliveriesRequeued']]);
  });
});
