import { describe, expect, it } from '@jest/globals';
import { toIso, toSeconds } from '@switchyard/core/clock';
import { controlMessageSchema } from '@switchyard/core/control-message';
import { CONTROL_MESSAGE, deliveryKey } from '@switchyard/core/deliveries';
import { holdEndpoint } from '@switchyard/core/endpoints/set-status';
import { eventKey, eventSchema } from '@switchyard/core/events';
import { anEndpoint, DAY_MS, ENDPOINT_ID, NOW, TENANT_ID } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { setUpQueues, type TestQueues } from '../testing/run-queues.ts';

async function setUpHeld(events: number, heldRetentionMs = 30 * DAY_MS) {
  const queues = setUpQueues({ events, endpoint: { status: 'PAUSED' }, heldRetentionMs });
  queues.accept();
  await queues.run();
  return queues;
}

/** What the hourly schedule sends. */
async function look(queues: TestQueues): Promise<void> {
  const message = controlMessageSchema.parse({ schema: CONTROL_MESSAGE, kind: 'expire_held' });
  queues.queue.control.push({ message, delaySeconds: undefined });
  await queues.run();
}

const keyOf = (eventId = '') => deliveryKey(TENANT_ID, eventId, ENDPOINT_ID);
const ends = ({ deliveries }: TestQueues) => deliveries().map(({ status, reason }) => `${status} ${reason}`);
const eventOf = ({ table }: TestQueues, eventId = '') =>
  eventSchema.parse(table.item(eventKey(TENANT_ID, eventId)));
const eventWrites = ({ table }: TestQueues) => table.writes().filter(({ item }) => item.sk === 'EVENT');

describe('a delivery that is held for as long as it may be', () => {
  it('becomes a dead letter, counted and logged with its reason', async () => {
    const queues = await setUpHeld(2);
    queues.time.advance(30 * DAY_MS);
    await look(queues);
    expect(ends(queues)).toEqual(['DLQ held_too_long', 'DLQ held_too_long']);
    expect(queues.deadLetters).toMatchObject(
      queues.eventIds.map((eventId) => ({ eventId, reason: 'held_too_long', attempts: 0, generation: 1 })),
    );
    const counted = queues.counted.filter(([name]) => name === 'DeliveriesDeadLettered');
    expect(counted).toEqual(
      queues.eventIds.map(() => ['DeliveriesDeadLettered', { reason: 'held_too_long' }]),
    );
    const logged = queues.logged().filter(({ outcome }) => outcome === 'dead');
    expect(logged).toMatchObject(
      queues.eventIds.map((eventId) => ({ eventId, reason: 'held_too_long', heldSince: toIso(NOW) })),
    );
  });

  it('counts among the dead of its endpoint’s day', async () => {
    const queues = await setUpHeld(2);
    queues.time.advance(30 * DAY_MS);
    await look(queues);
    await queues.context.health.flush(queues.context.logger);
    const hours = queues.table.items().filter(({ sk }) => String(sk).startsWith('HOUR#'));
    expect(hours.reduce((sum, { dead = 0 }) => sum + Number(dead), 0)).toBe(2);
  });

  it('keeps its event for as long as its dead letter waits', async () => {
    const queues = await setUpHeld(1);
    queues.time.advance(30 * DAY_MS - 1);
    await look(queues);
    queues.time.advance(1);
    await look(queues);
    const [delivery] = queues.deliveries();
    expect(delivery?.status).toBe('DLQ');
    for (const { expiresAt } of [eventOf(queues, queues.eventIds[0]), delivery ?? { expiresAt: 0 }])
      expect(expiresAt).toBeGreaterThan(toSeconds(queues.time.clock() + 14 * DAY_MS));
  });

  it('is one of an earlier version, too, which says only when it was held last', async () => {
    const queues = await setUpHeld(1);
    const { heldSince: _unknown, ...old } = queues.table.item(keyOf(queues.eventIds[0])) ?? {};
    queues.table.store(old);
    queues.time.advance(30 * DAY_MS - 1);
    await look(queues);
    expect(ends(queues)).toEqual(['HELD undefined']);
    queues.time.advance(1);
    await look(queues);
    expect(ends(queues)).toEqual(['DLQ held_too_long']);
  });

  it('waits since it was held first: probes that come to nothing do not begin its wait anew', async () => {
    const queues = setUpQueues({ events: 3, policy: { failures: 1, periodMs: 0 } });
    queues.state.answer = answered(500);
    queues.accept();
    await queues.run(20 * 60_000);
    await holdEndpoint(queues.context, queues.endpoint(), 'PAUSED', undefined);
    const held = queues.deliveries().filter(({ status }) => status === 'HELD');
    const [oldest] = held;
    expect(Date.parse(oldest?.heldAt ?? '')).toBeGreaterThan(Date.parse(oldest?.heldSince ?? ''));
    queues.time.advance(Date.parse(oldest?.heldSince ?? '') + 30 * DAY_MS - queues.time.clock());
    await look(queues);
    expect(queues.deliveries().find(({ eventId }) => eventId === oldest?.eventId)?.status).toBe('DLQ');
  });
});

describe('what is held for less', () => {
  it('goes on waiting, and its event is kept for it in time, with one write', async () => {
    const queues = await setUpHeld(1);
    queues.time.advance(14 * DAY_MS);
    await look(queues);
    expect(eventWrites(queues)).toEqual([]);
    queues.time.advance(2 * DAY_MS);
    await look(queues);
    await look(queues);
    expect(ends(queues)).toEqual(['HELD undefined']);
    expect(eventWrites(queues)).toHaveLength(1);
    const [delivery] = queues.deliveries();
    const kept = toSeconds(NOW + 46 * DAY_MS);
    expect([delivery?.expiresAt, eventOf(queues, queues.eventIds[0]).expiresAt]).toEqual([kept, kept]);
  });

  it('shares an event with others, which is written once for all of them', async () => {
    const queues = await setUpHeld(1);
    const [eventId = ''] = queues.eventIds;
    queues.endpoints.store(anEndpoint({ endpointId: 'orders', status: 'PAUSED' }));
    const { attentionSk } = queues.table.item(keyOf(eventId)) ?? {};
    queues.table.store({
      ...queues.table.item(keyOf(eventId)),
      ...deliveryKey(TENANT_ID, eventId, 'orders'),
      endpointId: 'orders',
      attentionPk: `TENANT#${TENANT_ID}#orders#HELD`,
      attentionSk: String(attentionSk).replace(ENDPOINT_ID, 'orders'),
    });
    queues.time.advance(16 * DAY_MS);
    await look(queues);
    await look(queues);
    const kept = toSeconds(NOW + 46 * DAY_MS);
    expect(queues.deliveries().map(({ expiresAt }) => expiresAt)).toEqual([kept, kept]);
    // Two that are looked at in the same moment may both find it unwritten.
    expect(eventWrites(queues).length).toBeLessThanOrEqual(2);
  });

  it('for longer than an event lives is still there after a year', async () => {
    const queues = await setUpHeld(1, 365 * DAY_MS);
    for (let day = 0; day < 364; day += 1) {
      queues.time.advance(DAY_MS);
      await look(queues);
      expect(eventOf(queues, queues.eventIds[0]).expiresAt).toBeGreaterThan(
        toSeconds(queues.time.clock() + 14 * DAY_MS),
      );
    }
    expect(ends(queues)).toEqual(['HELD undefined']);
  });
});

it('all pages of what is held are looked through, and counted', async () => {
  const queues = await setUpHeld(1_001);
  queues.time.advance(DAY_MS);
  await look(queues);
  const pages = queues.queue.control.filter(({ message }) => message.kind === 'expire_held');
  expect(pages.length).toBeGreaterThanOrEqual(3);
  expect(queues.measured).toEqual([
    ['DeliveriesHeldNow', 1_001],
    ['OldestHeldAge', 1_001 + DAY_MS / 1_000],
  ]);
});

it('it costs one read while nothing is held, whatever else there is', async () => {
  const queues = setUpQueues({ events: 20 });
  queues.accept();
  await queues.run();
  const before = [queues.table.calls.length, queues.endpoints.calls.length];
  await look(queues);
  expect(queues.table.calls.slice(before[0]).map(({ operation }) => operation)).toEqual(['scan']);
  expect(queues.endpoints.calls).toHaveLength(before[1] ?? 0);
  expect(queues.measured.slice(-2)).toEqual([
    ['DeliveriesHeldNow', 0],
    ['OldestHeldAge', 0],
  ]);
});

describe('what nobody could read any more', () => {
  it('of an event that is gone is a dead letter that says so', async () => {
    const queues = await setUpHeld(1);
    queues.table.remove(eventKey(TENANT_ID, queues.eventIds[0] ?? ''));
    queues.time.advance(29 * DAY_MS);
    await look(queues);
    expect([ends(queues), queues.deadLetters]).toMatchObject([
      ['DLQ event_gone'],
      [{ reason: 'event_gone' }],
    ]);
  });

  it('of an endpoint that was taken out of the table by hand ends', async () => {
    const queues = await setUpHeld(3);
    queues.endpoints.remove({ tenantId: TENANT_ID, endpointId: ENDPOINT_ID });
    await look(queues);
    expect(new Set(ends(queues))).toEqual(new Set(['DLQ endpoint_deleted']));
    expect(queues.deadLetters).toHaveLength(3);
  });

  it('of an item that is no delivery stays, and keeps no other from ending', async () => {
    const queues = await setUpHeld(2);
    queues.table.store({ ...queues.table.item(keyOf(queues.eventIds[0])), generation: 'no' });
    queues.time.advance(30 * DAY_MS);
    await look(queues);
    expect(queues.deadLetters).toMatchObject([{ eventId: queues.eventIds[1] }]);
  });

  it('because its release was never finished goes on', async () => {
    const queues = await setUpHeld(1);
    const item = queues.table.item(keyOf(queues.eventIds[0]));
    queues.table.store({ ...item, status: 'PENDING', releasing: true });
    queues.time.advance(16 * DAY_MS);
    await look(queues);
    expect(queues.deliveries()).toMatchObject([{ status: 'HELD', heldSince: toIso(NOW) }]);
    expect(queues.deliveries()[0]).not.toHaveProperty('releasing');
  });
});

it('what is held for an endpoint that was enabled by hand is sent on', async () => {
  const queues = await setUpHeld(3);
  queues.endpoints.store({ ...queues.endpoint(), status: 'ENABLED' });
  queues.time.advance(DAY_MS);
  await look(queues);
  expect(queues.delivered).toEqual(queues.eventIds);
  expect(queues.endpoint()).not.toHaveProperty('drain');
});

describe('a failure', () => {
  it('at any call loses no delivery: each is a dead letter in the end', async () => {
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; ; nth += 1) {
        const queues = await setUpHeld(2);
        queues.time.advance(30 * DAY_MS);
        let calls = 0;
        const hook = () => {
          calls += 1;
          if (calls === nth) throw new Error('The function was stopped');
        };
        for (const { hooks } of [queues.table, queues.endpoints, queues.queue]) hooks[when] = hook;
        await look(queues);
        await look(queues);
        if (calls < nth) break;
        crashes += 1;
        expect(ends(queues)).toEqual(['DLQ held_too_long', 'DLQ held_too_long']);
        expect(new Set(queues.deadLetters.map(({ eventId }) => eventId))).toEqual(new Set(queues.eventIds));
      }
    }
    expect(crashes).toBeGreaterThan(20);
  });

  it('of one delivery is no other’s', async () => {
    const queues = await setUpHeld(2);
    queues.time.advance(30 * DAY_MS);
    queues.table.hooks.before = ({ operation, item }) => {
      if (operation === 'put' && item.eventId === queues.eventIds[0]) throw new Error('throttled');
    };
    await look(queues);
    expect(ends(queues)).toEqual(['HELD undefined', 'DLQ held_too_long']);
  });
});

it('who releases a delivery at this moment wins', async () => {
  const queues = await setUpHeld(1);
  queues.time.advance(20 * DAY_MS);
  await look(queues);
  queues.time.advance(10 * DAY_MS);
  queues.table.hooks.before = ({ operation, item }) => {
    if (operation !== 'put') return;
    queues.table.hooks.before = () => undefined;
    queues.table.store({ ...queues.table.item(keyOf(String(item.eventId))), status: 'DELIVERED' });
  };
  await look(queues);
  expect(ends(queues)).toEqual(['DELIVERED undefined']);
  expect(queues.counted.filter(([name]) => name === 'DeliveriesDeadLettered')).toEqual([]);
});

describe('a delivery that waits for somebody', () => {
  it.each([
    ['held', { status: 'PAUSED' as const }],
    ['given up', { maxAttempts: 1 }],
  ])('and is %s late keeps its event', async (_, endpoint) => {
    const queues = setUpQueues({ events: 1, endpoint });
    queues.state.answer = answered(500);
    queues.time.advance(29 * DAY_MS);
    queues.accept();
    await queues.run(0);
    const kept = toSeconds(NOW + 59 * DAY_MS);
    expect([queues.deliveries()[0]?.expiresAt, eventOf(queues, queues.eventIds[0]).expiresAt]).toEqual([
      kept,
      kept,
    ]);
  });

  it('early costs its event no write', async () => {
    const queues = await setUpHeld(1);
    expect(eventWrites(queues)).toEqual([]);
  });
});
