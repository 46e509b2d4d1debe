import { describe, expect, it } from '@jest/globals';
import { runInSlices, type SliceResult } from './run-in-slices.ts';

/** A queue in which `stuck` messages never leave; each message takes `msEach`. */
function queueOf(total: number, { stuck = 0, msEach = 0 } = {}) {
  let now = 0;
  let left = total;
  const sizes: number[] = [];
  const handledAt: number[] = [];
  const seen: string[] = [];
  const context = {
    clock: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    output: {
      progress: () => ({
        advance: (_step: number, message: string) => seen.push(message),
        stop: () => undefined,
        fail: () => undefined,
      }),
    },
  };
  const run = async (maxMessages: number): Promise<SliceResult> => {
    sizes.push(maxMessages);
    const matched = Math.min(maxMessages, left);
    // Those that stay are met first: the worst case.
    const handled = Math.max(0, matched - stuck);
    for (let each = 0; each < handled; each += 1) {
      now += msEach;
      handledAt.push(now);
    }
    left -= handled;
    return { matched, handled, complete: matched < maxMessages };
  };
  return { context, run, sizes, handledAt, seen, left: () => left };
}

describe('an action in slices', () => {
  it('takes a hundred in four steps, so that a bar moves', async () => {
    const { context, run, sizes, seen } = queueOf(100);
    await runInSlices(context, { label: 'Moving', count: 100, run });
    expect(sizes).toEqual([25, 25, 25, 25]);
    expect(seen).toEqual(['25 of 100', '50 of 100', '75 of 100', '100 of 100']);
  });

  it('takes no more than were counted', async () => {
    const { context, run, left } = queueOf(100);
    await runInSlices(context, { label: 'Moving', count: 30, run });
    expect(left()).toBe(70);
  });

  it('gets past messages that stay in the queue', async () => {
    const { context, run, left } = queueOf(100, { stuck: 40 });
    await runInSlices(context, { label: 'Moving', count: 100, run });
    expect(left()).toBe(40);
  });

  it('ends when nothing leaves the queue any more', async () => {
    const { context, sizes } = queueOf(0);
    await runInSlices(context, {
      label: 'Moving',
      count: 1_000,
      run: async (maxMessages) => {
        sizes.push(maxMessages);
        return { matched: 3, handled: 0, complete: false };
      },
    });
    expect(sizes).toEqual([50, 53]);
  });

  it('keeps the rate between slices', async () => {
    const { context, run, handledAt } = queueOf(5);
    await runInSlices(context, { label: 'Moving', count: 5, ratePerSecond: 0.1, run });
    expect(handledAt).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  });

  it('does not wait when the calls are slower than the rate', async () => {
    const { context, run, handledAt } = queueOf(30, { msEach: 100 });
    await runInSlices(context, { label: 'Moving', count: 30, ratePerSecond: 100, run });
    expect(handledAt.at(-1)).toBe(3_000);
  });

  it('tells how far it came when a slice fails', async () => {
    const { context, run } = queueOf(100);
    let calls = 0;
    const failing = (maxMessages: number) => {
      calls += 1;
      return calls === 3 ? Promise.reject(new Error('throttled')) : run(maxMessages);
    };
    const work = runInSlices(context, { label: 'Moving', count: 100, run: failing });
    await expect(work).rejects.toThrow('After 50 of 100: throttled');
  });
});
