import { describe, expect, it } from '@jest/globals';
import { type Delivery, deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import {
  aDeadLetterMessage,
  aDelivery,
  anAttempt,
  anEvent,
  collectLogs,
  createTestContext,
  ENDPOINT_ID,
  EVENT_ID,
  NOW,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { purge } from './purge.ts';
import { parseDlqRequest } from './request.ts';

const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);
const dead = (changes: Partial<Delivery> = {}): Delivery =>
  aDelivery({
    status: 'DLQ',
    nextAttempt: 6,
    reason: 'attempts_exhausted',
    attempts: [anAttempt()],
    outbox: { kind: 'dead_letter', reason: 'attempts_exhausted' },
    ...changes,
  });

function setUp(delivery: Delivery | undefined = dead(), bodies: readonly unknown[] = [aDeadLetterMessage()]) {
  const dlq = createTestDlq(bodies);
  const { context, table } = createTestContext({ now: NOW + 1_000 });
  table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent() });
  if (delivery !== undefined) table.store({ ...key, ...delivery, attentionPk: 'a', attentionSk: 'b' });
  return {
    dlq,
    table,
    stored: () => table.item(key),
    purge: (request: Record<string, unknown> = {}) =>
      purge(
        { ...context, ...dlq, remainingMs: () => 300_000, logger: collectLogs().logger },
        parseDlqRequest({ action: 'purge', ...request }),
      ),
  };
}

describe('a purge', () => {
  it('marks the delivery as PURGED, keeps why it died, and deletes the message', async () => {
    const { purge, stored, dlq } = setUp();
    expect(await purge()).toEqual({
      action: 'purge',
      dryRun: false,
      matched: 1,
      purged: 1,
      failed: 0,
      scanned: 1,
      malformed: 0,
      complete: true,
    });
    expect(stored()).toMatchObject({
      status: 'PURGED',
      reason: 'attempts_exhausted',
      attempts: [anAttempt()],
      updatedAt: '2026-03-04T05:06:08.000Z',
    });
    expect(dlq.ids()).toEqual([]);
  });

  it.each(['outbox', 'attentionPk', 'attentionSk'])('leaves no %s', async (name) => {
    const { purge, stored } = setUp();
    await purge();
    expect(stored()).not.toHaveProperty(name);
  });

  it('deletes the message only after the delivery is marked', async () => {
    const { purge, stored, dlq } = setUp();
    dlq.hooks.onDelete = () => expect(stored()).toHaveProperty('status', 'PURGED');
    await purge();
    expect.assertions(1);
  });

  it('marks a delivery whose attempts crashed', async () => {
    const { purge, stored } = setUp(aDelivery({ status: 'PENDING' }));
    await purge();
    expect(stored()).toHaveProperty('status', 'PURGED');
  });

  it('marks a delivery whose requeue crashed before it sent anything', async () => {
    const { purge, stored } = setUp(
      aDelivery({ generation: 2, nextAttempt: 1, outbox: { kind: 'attempt', notBefore: NOW } }),
    );
    await purge();
    expect(stored()).toMatchObject({ status: 'PURGED', generation: 2 });
  });

  it.each<[string, Partial<Delivery>]>([
    ['was delivered meanwhile', { status: 'DELIVERED' }],
    ['was requeued and sent', { status: 'PENDING', generation: 2, nextAttempt: 1 }],
    ['is being retried in a later generation', { status: 'FAILED', generation: 2, nextAttempt: 2 }],
    ['is dead again in a later generation', { status: 'DLQ', generation: 2 }],
    ['was purged before', { status: 'PURGED' }],
  ])('leaves alone a delivery that %s, and deletes the message', async (_, changes) => {
    const { outbox: _outbox, ...delivery } = dead(changes);
    const { purge, table, dlq } = setUp(delivery);
    expect(await purge()).toMatchObject({ purged: 1 });
    expect([table.writes(), dlq.ids()]).toEqual([[], []]);
  });

  it('deletes the message of an event that is gone', async () => {
    const { purge, table, dlq } = setUp();
    table.remove(eventKey(TENANT_ID, EVENT_ID));
    expect(await purge()).toMatchObject({ purged: 1 });
    expect([table.writes(), dlq.ids()]).toEqual([[], []]);
  });

  it('leaves a message whose delivery changes at that moment', async () => {
    const { purge, table, dlq } = setUp();
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') table.store({ ...key, ...dead({ generation: 2 }) });
    };
    expect(await purge()).toMatchObject({ purged: 0, failed: 1 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('leaves a message whose delivery cannot be read, shows it again and goes on', async () => {
    const { purge, table, dlq } = setUp(dead(), [aDeadLetterMessage(), aDeadLetterMessage()]);
    let reads = 0;
    table.hooks.before = ({ operation }) => {
      if (operation === 'batchGet') reads += 1;
      if (reads === 1) throw new Error('throttled');
    };
    expect(await purge()).toMatchObject({ purged: 1, failed: 1 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('leaves messages that are not ours', async () => {
    const { purge, dlq } = setUp(dead(), ['nonsense', aDeadLetterMessage()]);
    expect(await purge()).toMatchObject({ matched: 1, malformed: 1 });
    expect(dlq.ids()).toEqual(['m0']);
  });

  it('leaves messages that do not match', async () => {
    const { purge, dlq } = setUp(dead(), [aDeadLetterMessage({ tenantId: 'globex' })]);
    expect(await purge({ tenantId: 'acme' })).toMatchObject({ matched: 0, scanned: 1 });
    expect(dlq.ids()).toEqual(['m0']);
  });

  it('that is a dry run counts and changes nothing', async () => {
    const { purge, table, dlq } = setUp();
    expect(await purge({ dryRun: true })).toMatchObject({ dryRun: true, matched: 1, purged: 0 });
    expect([table.calls, dlq.ids(), dlq.hiddenIds()]).toEqual([[], ['m0'], []]);
  });
});

describe('a delivery that cannot be read', () => {
  it('does not keep its dead letter from being purged', async () => {
    const { purge, dlq, table, stored } = setUp();
    table.store({ ...stored(), ...key, attempts: 'none' });
    expect(await purge()).toMatchObject({ purged: 1, failed: 0 });
    expect(stored()).toMatchObject({ status: 'DLQ', attempts: 'none' });
    expect(dlq.ids()).toEqual([]);
  });
});
