import { describe, expect, it } from '@jest/globals';
import {
  type DeadLetterMessage,
  type Delivery,
  type DeliveryMessage,
  deliveryKey,
} from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { newId } from '@switchyard/core/ids';
import {
  aDeadLetterMessage,
  aDelivery,
  aDeliveryMessage,
  anEvent,
  collectLogs,
  createTestContext,
  NOW,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { parseDlqRequest } from './request.ts';
import { requeue } from './requeue.ts';

const letters = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aDeadLetterMessage({ eventId: newId('evt', NOW, (size) => Buffer.alloc(size, index)) }),
  );

function setUp(bodies: readonly unknown[], options: { lifeMs?: number } = {}) {
  const dlq = createTestDlq(bodies);
  const { context, table, queue, time } = createTestContext();
  const remainingMs = () => NOW + (options.lifeMs ?? 300_000) - time.clock();
  const sentAt: number[] = [];
  const state = { onSend: (): void => undefined };
  queue.hooks.before = () => {
    sentAt.push(time.clock() - NOW);
    state.onSend();
  };
  return {
    dlq,
    table,
    queue,
    time,
    sentAt,
    state,
    /** The delivery that a dead letter is about, as it stands now. */
    store(
      { eventId, endpointId, generation }: DeadLetterMessage | DeliveryMessage,
      changes: Partial<Delivery> = {},
    ): void {
      const delivery = aDelivery({ eventId, endpointId, generation, status: 'DLQ', ...changes });
      table.store({ ...eventKey(TENANT_ID, eventId), ...anEvent({ eventId }) });
      table.store({ ...deliveryKey(TENANT_ID, eventId, endpointId), ...delivery });
    },
    requeue: (request: Record<string, unknown> = {}) =>
      requeue(
        { ...context, ...dlq, remainingMs, logger: collectLogs().logger },
        parseDlqRequest({ action: 'requeue', ...request }),
      ),
  };
}

function setUpDead(count: number, options: { lifeMs?: number } = {}) {
  const setup = setUp(letters(count), options);
  for (const letter of letters(count)) setup.store(letter);
  return setup;
}

describe('a requeue', () => {
  it('starts each matching delivery anew, and tells the counts', async () => {
    const { requeue, store, queue } = setUp([
      ...letters(2),
      aDeadLetterMessage({ tenantId: 'globex' }),
      'nonsense',
    ]);
    for (const letter of letters(2)) store(letter);
    expect(await requeue({ tenantId: 'acme' })).toEqual({
      action: 'requeue',
      dryRun: false,
      matched: 2,
      requeued: 2,
      superseded: 0,
      event_gone: 0,
      failed: 0,
      scanned: 4,
      malformed: 1,
      complete: true,
    });
    expect(queue.messages()).toHaveLength(2);
  });

  it('ends the generation of the dead letter, also when its attempts crashed', async () => {
    const dead = aDeadLetterMessage({ endpointId: 'dead', generation: 2 });
    const crashed = aDeliveryMessage({ endpointId: 'crashed', generation: 3 });
    const failing = aDeliveryMessage({ endpointId: 'failing', generation: 4 });
    const { requeue, store, queue } = setUp([dead, crashed, failing]);
    store(dead);
    store(crashed, { status: 'PENDING' });
    store(failing, { status: 'FAILED' });
    await requeue();
    expect(queue.messages()).toEqual([
      aDeliveryMessage({ endpointId: 'dead', generation: 3 }),
      aDeliveryMessage({ endpointId: 'crashed', generation: 4 }),
      aDeliveryMessage({ endpointId: 'failing', generation: 5 }),
    ]);
  });

  it('deletes a dead letter only after its successor was sent', async () => {
    const { requeue, dlq, state } = setUpDead(1);
    state.onSend = () => expect(dlq.ids()).toEqual(['m0']);
    await requeue();
    expect(dlq.ids()).toEqual([]);
    expect.assertions(2);
  });

  it('deletes a dead letter that is superseded', async () => {
    const { requeue, dlq, store, queue } = setUp([aDeadLetterMessage()]);
    store(aDeadLetterMessage(), { status: 'DELIVERED' });
    expect(await requeue()).toMatchObject({ matched: 1, superseded: 1, requeued: 0 });
    expect([dlq.ids(), queue.messages()]).toEqual([[], []]);
  });

  it('leaves a dead letter whose event is gone, and shows it again', async () => {
    const { requeue, dlq } = setUp([aDeadLetterMessage()]);
    expect(await requeue()).toMatchObject({ matched: 1, event_gone: 1, requeued: 0 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('leaves a dead letter that it failed to requeue, shows it again and goes on with the next', async () => {
    const { requeue, dlq, state, sentAt } = setUpDead(2);
    state.onSend = () => {
      if (sentAt.length === 1) throw new Error('throttled');
    };
    expect(await requeue()).toMatchObject({ matched: 2, failed: 1, requeued: 1 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('counts as failed what it could not delete: the next run finds it superseded', async () => {
    const { requeue, dlq } = setUpDead(1);
    dlq.hooks.onDelete = () => {
      throw new Error('throttled');
    };
    expect(await requeue()).toMatchObject({ matched: 1, failed: 1, requeued: 0 });
    expect(dlq.hiddenIds()).toEqual([]);

    dlq.hooks.onDelete = () => undefined;
    expect(await requeue()).toMatchObject({ matched: 1, superseded: 1 });
  });

  it('of which nothing is to be done changes nothing', async () => {
    const { requeue, dlq, table } = setUpDead(3);
    expect(await requeue({ dryRun: true })).toMatchObject({ dryRun: true, matched: 3, requeued: 0 });
    expect([table.calls, dlq.ids().length, dlq.hiddenIds()]).toEqual([[], 3, []]);
  });

  it('stops at the limit', async () => {
    const { requeue, queue } = setUpDead(3);
    expect(await requeue({ maxMessages: 2 })).toMatchObject({ matched: 2, complete: false });
    expect(queue.messages()).toHaveLength(2);
  });
});

describe('the rate of a requeue', () => {
  it('is as fast as it goes when none is given', async () => {
    const { requeue, time } = setUpDead(5);
    await requeue();
    expect(time.slept).toEqual([]);
  });

  it('spaces the deliveries', async () => {
    const { requeue, sentAt } = setUpDead(4);
    await requeue({ ratePerSecond: 2 });
    expect(sentAt).toEqual([0, 500, 1_000, 1_500]);
  });

  it('counts the time that a delivery takes itself', async () => {
    const { requeue, sentAt, state, time } = setUpDead(3);
    state.onSend = () => time.advance(400);
    await requeue({ ratePerSecond: 2 });
    expect(sentAt).toEqual([0, 500, 1_000]);
  });

  it('does not catch up after a slow one', async () => {
    const { requeue, sentAt, state, time } = setUpDead(4);
    state.onSend = () => time.advance(sentAt.length === 1 ? 5_000 : 0);
    await requeue({ ratePerSecond: 2 });
    expect(sentAt).toEqual([0, 5_000, 5_500, 6_000]);
  });

  it('does not delay a dry run', async () => {
    const { requeue, time } = setUpDead(3);
    await requeue({ ratePerSecond: 1, dryRun: true });
    expect(time.slept).toEqual([]);
  });

  it('so slow that the time would run out ends the run in time: the rest is shown again', async () => {
    const { requeue, dlq, time, sentAt } = setUpDead(9, { lifeMs: 60_000 });
    expect(await requeue({ ratePerSecond: 0.05 })).toMatchObject({
      matched: 3,
      requeued: 3,
      complete: false,
    });
    expect(sentAt).toEqual([0, 20_000, 40_000]);
    expect(time.clock() - NOW).toBe(40_000);
    expect([dlq.ids().length, dlq.hiddenIds()]).toEqual([6, []]);
  });
});
