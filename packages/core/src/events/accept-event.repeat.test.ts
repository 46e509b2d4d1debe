import { describe, expect, it } from '@jest/globals';
import { anInput, createGate, outage, settle, setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { anEndpoint, anEvent, DAY_MS, NOW, TENANT_ID } from '../../testing/builders.ts';
import { toIso } from '../clock.ts';
import { deliveryKey } from '../deliveries/delivery-keys.ts';
import { UnavailableError } from '../errors.ts';
import { eventIdFromIdempotencyKey } from '../ids/ids.ts';
import { ACCEPT_LEASE_MS, IdempotencyConflictError } from './accept-event.ts';
import type { Event } from './event.ts';
import { eventKey } from './event-keys.ts';

const two = [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b' })];
const eventId = eventIdFromIdempotencyKey(TENANT_ID, 'order-1');

/** What a request that died left behind: its event, for two endpoints, with a lease that has run out. */
const abandoned = (changes: Partial<Event> = {}): Event =>
  anEvent({ eventId, endpointIds: ['a', 'b'], acceptLeaseUntil: NOW - 1, ...changes });

describe('the same key and the same body', () => {
  it('give the same id, marked as repeated', async () => {
    const { accept } = setUpAcceptEvent();
    const first = await accept();
    expect(await accept()).toEqual({ ...first, repeated: true });
  });

  it('send nothing twice and write nothing but the refused event', async () => {
    const { accept, queue, table } = setUpAcceptEvent();
    await accept();
    const before = table.items();

    await accept();

    expect(queue.messages()).toHaveLength(1);
    expect(table.items()).toEqual(before);
  });

  it('give the endpoints of the first request, not those of now', async () => {
    const { accept, replaceEndpoints } = setUpAcceptEvent();
    await accept();
    replaceEndpoints(two);

    expect(await accept()).toHaveProperty('endpointIds', ['default']);
  });

  it('of an event without a matching endpoint give UNMATCHED again', async () => {
    const { accept } = setUpAcceptEvent({ endpoints: [anEndpoint({ eventTypes: ['x'] })] });
    const first = await accept();
    expect(await accept()).toEqual({ ...first, status: 'UNMATCHED', repeated: true });
  });
});

describe('the same key and another body', () => {
  it('are a conflict that names the event', async () => {
    const { accept } = setUpAcceptEvent();
    await accept();

    const conflict = accept({ payload: Buffer.from('{"n":2}') });

    await expect(conflict).rejects.toThrow(IdempotencyConflictError);
    await expect(conflict).rejects.toThrow(eventId);
  });

  it('are a conflict also when only white space differs', async () => {
    const { accept } = setUpAcceptEvent();
    await accept();
    await expect(accept({ payload: Buffer.from('{"n": 1}') })).rejects.toThrow(IdempotencyConflictError);
  });

  it('change and send nothing', async () => {
    const { accept, queue, table } = setUpAcceptEvent();
    await accept();
    const before = table.items();

    await accept({ payload: Buffer.from('{"n":2}') }).catch(() => undefined);

    expect([table.items(), queue.messages().length]).toEqual([before, 1]);
  });
});

describe('while the first request is still at work', () => {
  it('a repeat waits for it and then gives its answer', async () => {
    const { accept, queue, state } = setUpAcceptEvent();
    const gate = createGate();
    queue.hooks.before = gate.pass;
    const first = accept();
    await gate.reached;
    let polls = 0;
    state.onSleep = async () => {
      polls += 1;
      if (polls === 3) {
        gate.open();
        await first;
      }
    };

    const repeat = await accept();

    expect(repeat).toEqual({ ...(await first), repeated: true });
    expect([polls, queue.messages().length]).toEqual([3, 1]);
  });

  it('a repeat gives up after 3 s and says when the lease runs out', async () => {
    const { accept, queue, table, time } = setUpAcceptEvent();
    const gate = createGate();
    queue.hooks.before = gate.pass;
    const first = accept();
    await gate.reached;

    await expect(accept()).rejects.toMatchObject({ name: 'UnavailableError', retryAfterSeconds: 27 });
    expect(time.clock() - NOW).toBe(3_000);
    // The first look, and twice while it waits: the event may have 256 KiB.
    expect(table.inputs('get')).toHaveLength(3);

    gate.open();
    await first;
  });
});

describe('after the first request died', () => {
  it('before it sent anything, a repeat sends everything', async () => {
    const { accept, queue, storeEvent } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());

    expect(await accept()).toMatchObject({ eventId, repeated: true });
    expect(queue.sentTo()).toEqual(['a', 'b']);
  });

  it('after it sent one of two, a repeat sends exactly the other', async () => {
    const { accept, queue, storeEvent, storeDelivery } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());
    storeDelivery(abandoned(), 'a');

    await accept();

    expect(queue.sentTo()).toEqual(['b']);
  });

  it('after it sent all, a repeat sends nothing', async () => {
    const { accept, queue, storeEvent, storeDelivery } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());
    storeDelivery(abandoned(), 'a');
    storeDelivery(abandoned(), 'b');

    await accept();

    expect(queue.messages()).toEqual([]);
  });

  it('a repeat writes the delivery items that were missing', async () => {
    const { accept, hasDelivery, storeEvent } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());

    await accept();

    expect([hasDelivery(eventId, 'a'), hasDelivery(eventId, 'b')]).toEqual([true, true]);
  });

  it('a repeat sends nothing before the lease has run out', async () => {
    const { accept, queue, storeEvent } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned({ acceptLeaseUntil: NOW + ACCEPT_LEASE_MS }));

    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(queue.messages()).toEqual([]);
  });

  it('a repeat completes the event as soon as the lease runs out', async () => {
    const { accept, queue, storeEvent, time } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned({ acceptLeaseUntil: NOW + 100 }));

    await accept();

    expect([time.clock(), queue.sentTo()]).toEqual([NOW + 100, ['a', 'b']]);
  });

  it('of many repeats at once only one sends', async () => {
    const { accept, queue, storeEvent } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());

    const answers = await Promise.all([accept(), accept(), accept(), accept()]);

    expect(answers.map((answer) => answer.repeated)).toEqual([true, true, true, true]);
    expect(queue.sentTo()).toEqual(['a', 'b']);
  });

  it('a repeat sends only what another one, which failed half-way meanwhile, has not', async () => {
    const { accept, queue, table, storeEvent } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned({ acceptLeaseUntil: 0 }));
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'b';
    // The other one comes between the look at what is queued and the taking of the lease, which is 0 both times.
    table.hooks.before = async ({ operation }) => {
      if (operation !== 'update') return;
      table.hooks.before = () => undefined;
      await accept().catch(() => undefined);
      queue.hooks.refuses = () => false;
    };

    await accept();

    expect(queue.sentTo()).toEqual(['a', 'b']);
  });

  it('a repeat whose event vanishes at that moment asks to try again, and waits for it no longer', async () => {
    const { accept, table, storeEvent, time } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned());
    table.hooks.before = ({ operation }) => {
      if (operation === 'update') table.remove(eventKey(TENANT_ID, eventId));
    };

    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(time.slept).toHaveLength(1);
  });
});

describe('an expired event with the same key', () => {
  const expired = (): Event =>
    abandoned({ endpointIds: ['default'], expiresAt: NOW / 1000, createdAt: '2026-01-01T00:00:00.000Z' });

  it('is replaced, whatever its body was', async () => {
    const { accept, storeEvent, table } = setUpAcceptEvent();
    storeEvent({ ...expired(), payload: Buffer.from('{"old":true}') });

    expect(await accept()).toMatchObject({ repeated: false, createdAt: '2026-03-04T05:06:07.000Z' });
    expect(table.item(eventKey(TENANT_ID, eventId))).toHaveProperty('payload', anInput().payload);
  });

  it('gets a new delivery in place of the expired one', async () => {
    const { accept, storeEvent, storeDelivery, table, queue } = setUpAcceptEvent();
    storeEvent(expired());
    storeDelivery(expired(), 'default');

    await accept();

    expect(queue.sentTo()).toEqual(['default']);
    expect(table.item(deliveryKey(TENANT_ID, eventId, 'default'))).toHaveProperty(
      'createdAt',
      '2026-03-04T05:06:07.000Z',
    );
  });

  it('whose delivery items may have expired, since a requeue kept it, sends nothing', async () => {
    const { accept, storeEvent, queue } = setUpAcceptEvent({ endpoints: two });
    storeEvent(abandoned({ createdAt: toIso(NOW - 30 * DAY_MS), expiresAt: (NOW + DAY_MS) / 1000 }));

    expect(await accept()).toMatchObject({ eventId, repeated: true });
    expect(queue.messages()).toEqual([]);
  });

  it('leaves delivery items that do not count as queued', async () => {
    const { accept, storeEvent, storeDelivery, queue } = setUpAcceptEvent();
    storeEvent(abandoned({ endpointIds: ['default'] }));
    storeDelivery(expired(), 'default');

    await accept();

    expect(queue.sentTo()).toEqual(['default']);
  });

  it('counts as absent for a tenant whose endpoints are gone', async () => {
    const { accept, storeEvent } = setUpAcceptEvent({ endpoints: [] });
    storeEvent(expired());
    await expect(accept()).rejects.toMatchObject({ code: 'no_enabled_endpoint' });
  });

  it('that is deleted while it is looked at asks to try again', async () => {
    const { accept, storeEvent, time, table } = setUpAcceptEvent();
    storeEvent({ ...expired(), expiresAt: (NOW + DAY_MS) / 1000 });
    table.hooks.before = ({ operation }) => {
      if (operation === 'get') time.advance(DAY_MS);
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
  });
});

describe('the lease', () => {
  it('is taken with the event, for 30 s', async () => {
    const { accept, leaseOf } = setUpAcceptEvent();
    await accept();
    expect(leaseOf(eventId)).toBe(NOW + 30_000);
  });

  it('that another request has taken over is not given back by the one that lost it', async () => {
    const { accept, queue, time, leaseOf } = setUpAcceptEvent();
    const slow = createGate();
    const second = createGate();
    queue.hooks.before = slow.pass;
    const first = accept();
    await slow.reached;
    time.advance(ACCEPT_LEASE_MS);
    queue.hooks.before = second.pass;
    const repeat = accept();
    await second.reached;

    slow.fail(outage());
    await expect(first).rejects.toThrow(UnavailableError);

    expect(leaseOf(eventId)).toBe(NOW + 2 * ACCEPT_LEASE_MS);
    second.open();
    await repeat;
  });

  it('is given back only when every delivery item is written or refused', async () => {
    const { accept, queue, table, leaseOf } = setUpAcceptEvent({ endpoints: two });
    const gate = createGate();
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'a';
    table.hooks.before = ({ item }) => (item.sk === 'DELIVERY#b' ? gate.pass() : undefined);
    const failing = accept();
    failing.catch(() => undefined);
    await gate.reached;
    await settle();

    expect(leaseOf(eventId)).toBe(NOW + ACCEPT_LEASE_MS);
    gate.open();
    await expect(failing).rejects.toThrow(UnavailableError);
    expect(leaseOf(eventId)).toBe(0);
  });
});
