import { describe, expect, it } from '@jest/globals';
import { aDelivery, aDeliveryMessage } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';
import { MAX_REPEATS } from './note-repeat.ts';

const first = aDeliveryMessage();

describe('a message that was received before', () => {
  it('is delivered however often: throttled invocations use up receives, not attempts', async () => {
    const { deliver, stored, posts } = setUpDeliver();
    await deliver(first, 400);

    expect(posts).toHaveLength(1);
    expect(stored()).toMatchObject({ status: 'DELIVERED', nextAttempt: 2 });
    expect(stored()).not.toHaveProperty('repeats');
  });

  it('costs a write more only then', async () => {
    const { deliver, table } = setUpDeliver();
    await deliver(first, 1);
    expect(table.writes()).toHaveLength(1);
  });

  it('has its attempt begun five times at most, then it is a dead letter that says why', async () => {
    const { deliver, state, posts, stored, deadLetters } = setUpDeliver();
    // As when the function ends in the middle of the request.
    state.onPost = outage;
    let receives = 1;
    for (; receives <= MAX_REPEATS + 1; receives += 1)
      await expect(deliver(first, receives)).rejects.toThrow('outage');
    expect(stored()).toMatchObject({ status: 'PENDING', nextAttempt: 1, repeats: MAX_REPEATS });

    await deliver(first, receives);
    expect(posts).toHaveLength(5);
    expect(stored()).toMatchObject({ status: 'DLQ', reason: 'worker_crashed', attempts: [] });
    expect(deadLetters).toMatchObject([{ reason: 'worker_crashed', attempts: 0 }]);
  });

  it('makes no request that it cannot note first', async () => {
    const { deliver, table, posts } = setUpDeliver();
    table.hooks.before = ({ operation }) => (operation === 'put' ? outage() : undefined);

    await expect(deliver(first, 2)).rejects.toThrow('outage');
    expect(posts).toEqual([]);
  });

  it('begins the next attempt with a count of its own', async () => {
    const { deliver, state, stored } = setUpDeliver({ delivery: aDelivery({ repeats: 3 }) });
    state.answer = answered(503);
    await deliver(first, 5);

    expect(stored()).toMatchObject({ status: 'FAILED', nextAttempt: 2 });
    expect(stored()).not.toHaveProperty('repeats');
  });

  it('leaves the delivery to whoever changed it meanwhile', async () => {
    const { deliver, table, replace, posts } = setUpDeliver();
    table.hooks.before = ({ operation }) => {
      if (operation !== 'put') return;
      table.hooks.before = () => undefined;
      replace(aDelivery({ status: 'DELIVERED', nextAttempt: 2 }));
    };

    await expect(deliver(first, 2)).rejects.toThrow('Another worker');
    expect(posts).toEqual([]);
  });
});
