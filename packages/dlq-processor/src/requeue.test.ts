import { describe, expect, it } from '@jest/globals';
import type { RequeueDeliveryInput, RequeueResult } from '@switchyard/core/deliveries';
import { newId } from '@switchyard/core/ids';
import {
  aDeadLetterMessage,
  aDeliveryMessage,
  collectLogs,
  createTestClock,
  EVENT_ID,
  NOW,
} from '@switchyard/core/testing';
import { createTestDlq } from '../testing/test-dlq.ts';
import { parseDlqRequest } from './request.ts';
import { createRequeue } from './requeue.ts';
import { createScanDeadLetters } from './scan-dead-letters.ts';

const letters = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aDeadLetterMessage({ eventId: newId('evt', NOW, (size) => Buffer.alloc(size, index)) }),
  );

function setUp(bodies: readonly unknown[], options: { lifeMs?: number } = {}) {
  const dlq = createTestDlq(bodies);
  const time = createTestClock();
  const remainingMs = () => NOW + (options.lifeMs ?? 300_000) - time.clock();
  const calls: RequeueDeliveryInput[] = [];
  const calledAt: number[] = [];
  const state = { result: async (): Promise<RequeueResult> => 'requeued' };
  const requeue = createRequeue({
    ...dlq,
    scan: createScanDeadLetters({ ...dlq, remainingMs }),
    requeueDelivery: async (input) => {
      calls.push(input);
      calledAt.push(time.clock() - NOW);
      return state.result();
    },
    clock: time.clock,
    sleep: time.sleep,
    remainingMs,
    logger: collectLogs().logger,
  });
  return {
    dlq,
    time,
    calls,
    calledAt,
    state,
    requeue: (request: Record<string, unknown> = {}) =>
      requeue(parseDlqRequest({ action: 'requeue', ...request })),
  };
}

describe('a requeue', () => {
  it('starts each matching delivery anew, and tells the counts', async () => {
    const { requeue, calls } = setUp([...letters(2), aDeadLetterMessage({ tenantId: 'globex' }), 'nonsense']);
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
    expect(calls).toHaveLength(2);
  });

  it('asks about the generation of the dead letter, also when its attempts crashed', async () => {
    const { requeue, calls } = setUp([
      aDeadLetterMessage({ generation: 2 }),
      aDeliveryMessage({ generation: 3 }),
    ]);
    await requeue();
    const id = { tenantId: 'acme', eventId: EVENT_ID, endpointId: 'default' };
    expect(calls).toEqual([
      { ...id, generation: 2, from: ['DLQ', 'FAILED', 'PENDING'] },
      { ...id, generation: 3, from: ['DLQ', 'FAILED', 'PENDING'] },
    ]);
  });

  it('deletes a dead letter only after its successor was sent', async () => {
    const { requeue, dlq, state } = setUp(letters(1));
    state.result = async () => {
      expect(dlq.ids()).toEqual(['m0']);
      return 'requeued';
    };
    await requeue();
    expect(dlq.ids()).toEqual([]);
    expect.assertions(2);
  });

  it('deletes a dead letter that is superseded', async () => {
    const { requeue, dlq, state } = setUp(letters(1));
    state.result = async () => 'superseded';
    expect(await requeue()).toMatchObject({ matched: 1, superseded: 1, requeued: 0 });
    expect(dlq.ids()).toEqual([]);
  });

  it('leaves a dead letter whose event is gone, and shows it again', async () => {
    const { requeue, dlq, state } = setUp(letters(1));
    state.result = async () => 'not_found';
    expect(await requeue()).toMatchObject({ matched: 1, event_gone: 1, requeued: 0 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('leaves a dead letter that it failed to requeue, shows it again and goes on with the next', async () => {
    const { requeue, dlq, state, calls } = setUp(letters(2));
    state.result = async () => {
      if (calls.length === 1) throw new Error('throttled');
      return 'requeued';
    };
    expect(await requeue()).toMatchObject({ matched: 2, failed: 1, requeued: 1 });
    expect([dlq.ids(), dlq.hiddenIds()]).toEqual([['m0'], []]);
  });

  it('counts as failed what it could not delete: the next run finds it superseded', async () => {
    const { requeue, dlq } = setUp(letters(1));
    dlq.hooks.onDelete = () => {
      throw new Error('throttled');
    };
    expect(await requeue()).toMatchObject({ matched: 1, failed: 1, requeued: 0 });
    expect(dlq.hiddenIds()).toEqual([]);
  });

  it('of which nothing is to be done changes nothing', async () => {
    const { requeue, dlq, calls } = setUp(letters(3));
    expect(await requeue({ dryRun: true })).toMatchObject({ dryRun: true, matched: 3, requeued: 0 });
    expect([calls, dlq.ids().length, dlq.hiddenIds()]).toEqual([[], 3, []]);
  });

  it('stops at the limit', async () => {
    const { requeue, calls } = setUp(letters(3));
    expect(await requeue({ maxMessages: 2 })).toMatchObject({ matched: 2, complete: false });
    expect(calls).toHaveLength(2);
  });
});

describe('the rate of a requeue', () => {
  it('is as fast as it goes when none is given', async () => {
    const { requeue, time } = setUp(letters(5));
    await requeue();
    expect(time.slept).toEqual([]);
  });

  it('spaces the deliveries', async () => {
    const { requeue, calledAt } = setUp(letters(4));
    await requeue({ ratePerSecond: 2 });
    expect(calledAt).toEqual([0, 500, 1_000, 1_500]);
  });

  it('counts the time that a delivery takes itself', async () => {
    const { requeue, calledAt, state, time } = setUp(letters(3));
    state.result = async () => {
      time.advance(400);
      return 'requeued';
    };
    await requeue({ ratePerSecond: 2 });
    expect(calledAt).toEqual([0, 500, 1_000]);
  });

  it('does not catch up after a slow one', async () => {
    const { requeue, calledAt, state, time } = setUp(letters(4));
    state.result = async () => {
      time.advance(calledAt.length === 1 ? 5_000 : 0);
      return 'requeued';
    };
    await requeue({ ratePerSecond: 2 });
    expect(calledAt).toEqual([0, 5_000, 5_500, 6_000]);
  });

  it('does not delay a dry run', async () => {
    const { requeue, time } = setUp(letters(3));
    await requeue({ ratePerSecond: 1, dryRun: true });
    expect(time.slept).toEqual([]);
  });

  it('so slow that the time would run out ends the run in time: the rest is shown again', async () => {
    const { requeue, dlq, time, calledAt } = setUp(letters(9), { lifeMs: 60_000 });
    expect(await requeue({ ratePerSecond: 0.05 })).toMatchObject({
      matched: 3,
      requeued: 3,
      complete: false,
    });
    expect(calledAt).toEqual([0, 20_000, 40_000]);
    expect(time.clock() - NOW).toBe(40_000);
    expect([dlq.ids().length, dlq.hiddenIds()]).toEqual([6, []]);
  });
});
