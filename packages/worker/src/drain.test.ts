import { describe, expect, it } from '@jest/globals';
import { enableEndpoint, holdEndpoint } from '@switchyard/core/endpoints/set-status';
import { answered } from '../testing/builders.ts';
import { setUpQueues, type TestQueues } from '../testing/run-queues.ts';

async function setUpHeld(events: number, endpoint: Parameters<typeof setUpQueues>[0]['endpoint'] = {}) {
  const queues = setUpQueues({ events, endpoint: { ...endpoint, status: 'PAUSED' } });
  queues.accept();
  await queues.run();
  return queues;
}

const statuses = (queues: TestQueues) => new Set(queues.deliveries().map(({ status }) => status));

describe('a drain', () => {
  it('sends on everything that was held, oldest first, each once, and ends', async () => {
    const queues = await setUpHeld(60);
    expect([statuses(queues), queues.delivered]).toEqual([new Set(['HELD']), []]);

    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run();

    expect(queues.delivered).toEqual(queues.eventIds);
    expect(queues.endpoint()).not.toHaveProperty('drain');
    expect(queues.endpoint()).toMatchObject({ status: 'ENABLED' });
    expect(queues.table.items().filter(({ attentionPk }) => attentionPk !== undefined)).toEqual([]);
  });

  it('begins at the endpoint’s rate and grows while the endpoint answers', async () => {
    const queues = await setUpHeld(60, { drainRate: 4 });
    await enableEndpoint(queues.context, queues.endpoint());
    const bySecond: number[] = [];
    for (let second = 0; second < 5; second += 1) {
      const before = queues.delivered.length;
      await queues.run(1_000);
      bySecond.push(queues.delivered.length - before);
    }
    expect(bySecond).toEqual([4, 5, 7, 8, 10]);
  });

  it('of less than one a second waits as long between them', async () => {
    const queues = await setUpHeld(3, { drainRate: 0.1 });
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run(1_000);
    expect(queues.delivered).toHaveLength(1);
    await queues.run(9_000);
    expect(queues.delivered).toHaveLength(1);
    await queues.run(1_000);
    expect(queues.delivered).toHaveLength(2);
  });

  it('ends when the endpoint is paused, and what is left stays held', async () => {
    const queues = await setUpHeld(60);
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run(2_000);
    const sent = queues.delivered.length;
    await holdEndpoint(queues.context, queues.endpoint(), 'PAUSED', undefined);
    await queues.run();
    expect([queues.delivered.length, queues.queue.control.at(-1)?.message.kind]).toEqual([sent, 'drain']);

    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
  });

  it('takes the place of one that is under way: nothing is sent on twice', async () => {
    const queues = await setUpHeld(60);
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run(2_000);
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
  });

  it('is not doubled by a copy of its message', async () => {
    const queues = await setUpHeld(60);
    await enableEndpoint(queues.context, queues.endpoint());
    const { control } = queues.queue;
    for (const copy of [...control]) control.push(copy);
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
    // One chain: no step was made twice.
    const steps = control.map(({ message }) => (message.kind === 'drain' ? message.step : 0));
    expect(steps).toEqual([1, ...Array.from({ length: steps.length - 1 }, (_, index) => index + 1)]);
  });

  it('passes by what has expired or cannot be read', async () => {
    const queues = await setUpHeld(3);
    const [first = '', second = ''] = queues.eventIds;
    for (const item of queues.table.items()) {
      if (item.eventId === first && item.sk !== 'EVENT') queues.table.store({ ...item, status: 'NO' });
      if (item.eventId === second && item.sk === 'EVENT') queues.table.remove({ pk: item.pk, sk: item.sk });
    }
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds.slice(2));
    expect(queues.endpoint()).not.toHaveProperty('drain');
  });

  it('of an endpoint that fails again stops after a few, and they are held', async () => {
    const queues = await setUpHeld(60);
    queues.state.answer = answered(500);
    await enableEndpoint(queues.context, queues.endpoint());
    await queues.run(60_000);
    expect(queues.posts.length).toBeLessThan(20);
    expect(queues.endpoint().breaker).toMatchObject({ cause: 'failing' });

    queues.state.answer = answered(200);
    await queues.run();
    expect(new Set(queues.delivered)).toEqual(new Set(queues.eventIds));
    expect([queues.delivered.length, queues.deadLetters]).toEqual([60, []]);
  });
});

describe('a crash at any call', () => {
  /** Whatever calls AWS, so that the nth of all can fail, before it took effect or after. */
  function crashAt({ table, endpoints, queue }: TestQueues, when: 'before' | 'after', nth: number) {
    let calls = 0;
    const hook = () => {
      calls += 1;
      if (calls === nth) throw new Error('The function was stopped');
    };
    table.hooks[when] = hook;
    endpoints.hooks[when] = hook;
    queue.hooks[when] = hook;
    return { happened: () => calls >= nth };
  }

  async function crashEverywhere(
    scenario: (queues: TestQueues) => Promise<void>,
    check: (queues: TestQueues) => void,
  ) {
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; ; nth += 1) {
        const queues = setUpQueues({ events: 2, endpoint: { drainRate: 1 } });
        const crash = crashAt(queues, when, nth);
        await scenario(queues);
        if (!crash.happened()) break;
        crashes += 1;
        check(queues);
      }
    }
    return crashes;
  }

  const everythingArrived = ({ delivered, eventIds, deliveries, endpoint, deadLetters }: TestQueues) => {
    expect(new Set(delivered)).toEqual(new Set(eventIds));
    expect(deliveries().map(({ status }) => status)).toEqual(eventIds.map(() => 'DELIVERED'));
    expect([endpoint().breaker, endpoint().drain, deadLetters]).toEqual([undefined, undefined, []]);
  };

  it('of the way from a pause to the last delivery loses nothing', async () => {
    const again = async (change: () => Promise<boolean>) => {
      while (!(await change().catch(() => false)));
    };
    const crashes = await crashEverywhere(async (queues) => {
      await again(() => holdEndpoint(queues.context, queues.endpoint(), 'PAUSED', undefined));
      queues.accept();
      await queues.run();
      await again(() => enableEndpoint(queues.context, queues.endpoint()));
      await queues.run();
    }, everythingArrived);
    expect(crashes).toBeGreaterThan(60);
  });

  it('of the way from an outage to the last delivery loses nothing', async () => {
    const crashes = await crashEverywhere(async (queues) => {
      queues.state.answer = answered(503, { retryAfterMs: 5_000 });
      queues.accept();
      await queues.run(8_000);
      queues.state.answer = answered(200);
      await queues.run();
    }, everythingArrived);
    expect(crashes).toBeGreaterThan(60);
  });
});
