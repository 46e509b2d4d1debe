import { describe, expect, it } from '@jest/globals';
import { answered } from '../testing/builders.ts';
import { setUpQueues, type TestQueues } from '../testing/run-queues.ts';

/** Calls to AWS since a moment, by what is paid for. docs/cost.md quotes these. */
function countCalls({ table, endpoints, queue }: TestQueues) {
  const before = [table.calls.length, endpoints.calls.length, queue.sent().length, queue.control.length];
  return () => {
    const [events = 0, state = 0, sent = 0, control = 0] = before;
    const count = (calls: typeof table.calls, operations: readonly string[]) =>
      calls.filter(({ operation }) => operations.includes(operation)).length;
    const made = table.calls.slice(events);
    const ofState = endpoints.calls.slice(state);
    return {
      deliveryWrites: count(
        made.filter(({ item }) => String(item.sk).startsWith('DELIVERY#')),
        ['put', 'update'],
      ),
      deliveryReads: count(made, ['batchGet']),
      indexReads: count(made, ['query']),
      stateWrites: count(ofState, ['update']),
      stateReads: count(ofState, ['get']),
      deliverySends: queue.sent().length - sent,
      controlSends: queue.control.length - control,
    };
  };
}

/** An endpoint that is down: its breaker is open, and so many deliveries are held. */
async function setUpOutage(events: number) {
  const queues = setUpQueues({ events, policy: { failures: 1, periodMs: 0 } });
  queues.state.answer = answered(500);
  queues.accept();
  await queues.run(1_000);
  return queues;
}

describe('what an outage costs', () => {
  it('is a write and two reads for a delivery that is held, and one more read of the endpoint each', async () => {
    const queues = setUpQueues({ events: 50, endpoint: { status: 'PAUSED' } });
    queues.accept();
    const used = countCalls(queues);
    await queues.run();
    expect(used()).toEqual({
      deliveryWrites: 50,
      deliveryReads: 50,
      indexReads: 0,
      stateWrites: 0,
      // One that is out of service is not remembered: it may be put back at any moment.
      stateReads: 100,
      deliverySends: 0,
      controlSends: 0,
    });
  });

  it('is the same for each probe, however many are held', async () => {
    for (const events of [5, 50]) {
      const queues = await setUpOutage(events);
      const used = countCalls(queues);
      const posts = queues.posts.length;
      // The first probe is made after 30 s.
      await queues.run(45_000);
      expect(queues.posts.length - posts).toBe(1);
      expect(used()).toEqual({
        deliveryWrites: 3,
        deliveryReads: 2,
        indexReads: 1,
        stateWrites: 2,
        // One of them is how the list of what is held is spread.
        stateReads: 5,
        deliverySends: 1,
        controlSends: 2,
      });
    }
  });

  it('is three writes and a send for each delivery that is drained, and a write, two reads and a send a step', async () => {
    const queues = await setUpOutage(60);
    queues.state.answer = answered(200);
    await queues.run(31_000);
    const used = countCalls(queues);
    const before = queues.delivered.length;
    await queues.run(2_000);
    const { deliveryWrites, deliverySends, indexReads, stateWrites, controlSends } = used();
    const drained = queues.delivered.length - before;
    expect(drained).toBeGreaterThan(10);
    expect([deliverySends, deliveryWrites]).toEqual([drained, 3 * drained]);
    expect([indexReads, stateWrites, controlSends]).toEqual([2, 2, 2]);
  });
});
