import { describe, expect, it } from '@jest/globals';
import { attentionKey, type Delivery, deliveryKey, newDelivery } from '@switchyard/core/deliveries';
import { type Event, eventKey, eventSchema, listPartition, listSortKey } from '@switchyard/core/events';
import { type Replay, readReplay, requireReplay } from '@switchyard/core/replays';
import { changeReplay } from '@switchyard/core/replays/change-replay';
import { type StartReplayInput, startReplay } from '@switchyard/core/replays/start-replay';
import { anEndpoint, ENDPOINT_ID, TENANT_ID } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { setUpQueues, type TestQueues } from '../testing/run-queues.ts';

/** Events with a delivery each in this status; the second of three is of another type. */
function setUpReplay(events: number, status: Delivery['status'] = 'DLQ') {
  const queues = setUpQueues({ events });
  const { table, eventIds } = queues;
  for (const [index, eventId] of eventIds.entries()) {
    const key = eventKey(TENANT_ID, eventId);
    const event: Event = {
      ...eventSchema.parse(table.item(key)),
      eventType: index % 3 === 1 ? 'order.refunded' : 'order.paid',
    };
    table.store({ ...key, ...event });
    const { createdAt } = event;
    table.store({
      ...deliveryKey(TENANT_ID, eventId, ENDPOINT_ID),
      listPk: listPartition(TENANT_ID),
      ...(status === 'DLQ' || status === 'HELD'
        ? attentionKey({ tenantId: TENANT_ID, endpointId: ENDPOINT_ID, createdAt, eventId }, status)
        : {}),
      ...newDelivery(event, ENDPOINT_ID),
      status,
      nextAttempt: 6,
    });
  }
  return queues;
}

const start = async ({ context }: TestQueues, input: Partial<StartReplayInput> = {}): Promise<Replay> =>
  (await startReplay(context, { tenantId: TENANT_ID, status: 'DLQ', ...input })).replay;

const read = ({ context }: TestQueues, { replayId }: Replay) =>
  requireReplay(context, { tenantId: TENANT_ID, replayId });

const countsOf = ({ state, reason, scanned, matched, replayed, skipped, failed }: Replay) => ({
  state,
  reason,
  scanned,
  matched,
  replayed,
  skipped,
  failed,
});

describe('a replay of dead letters', () => {
  it('starts each of them once, oldest first, at its rate, and ends', async () => {
    const queues = setUpReplay(60);
    const replay = await start(queues, { rate: 20 });
    await queues.run(1_000);
    expect(queues.delivered).toHaveLength(20);
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
    expect(new Set(queues.deliveries().map(({ status, generation }) => `${status} ${generation}`))).toEqual(
      new Set(['DELIVERED 2']),
    );
    expect(countsOf(await read(queues, replay))).toEqual({
      ...{ state: 'done', reason: undefined },
      ...{ scanned: 60, matched: 60, replayed: 60, skipped: 0, failed: 0 },
    });
  });

  it('starts those that die again once only', async () => {
    const queues = setUpReplay(30);
    queues.endpoints.store({ ...anEndpoint(), maxAttempts: 1 });
    queues.state.answer = answered(400);
    const replay = await start(queues);
    await queues.run();
    expect(queues.posts).toHaveLength(30);
    expect(new Set(queues.deliveries().map(({ status, generation }) => `${status} ${generation}`))).toEqual(
      new Set(['DLQ 2']),
    );
    expect(countsOf(await read(queues, replay))).toMatchObject({ state: 'done', replayed: 30 });
  });

  it('starts what its filter matches, up to its limit', async () => {
    const queues = setUpReplay(30);
    const [first, last] = [queues.deliveries()[6], queues.deliveries()[20]];
    const replay = await start(queues, {
      eventTypes: ['order.refunded'],
      since: first?.createdAt,
      until: last?.createdAt,
      limit: 3,
    });
    await queues.run();
    expect(queues.delivered).toEqual([7, 10, 13].map((index) => queues.eventIds[index]));
    expect(countsOf(await read(queues, replay))).toMatchObject({
      ...{ state: 'done', reason: 'limit_reached', matched: 3, replayed: 3 },
    });
  });

  it('leaves alone what somebody else has started, and what cannot be read', async () => {
    const queues = setUpReplay(3);
    const replay = await start(queues);
    const [first, second] = queues.deliveries();
    queues.table.store({
      ...queues.table.item(deliveryKey(TENANT_ID, first?.eventId ?? '', ENDPOINT_ID)),
      status: 'NO',
    });
    queues.table.remove(eventKey(TENANT_ID, second?.eventId ?? ''));
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds.slice(2));
    expect(countsOf(await read(queues, replay))).toMatchObject({
      scanned: 3,
      matched: 2,
      replayed: 1,
      skipped: 1,
    });
  });

  it('that is dry counts, past its first page too, and starts none', async () => {
    const queues = setUpReplay(250);
    const replay = await start(queues, { dryRun: true, eventTypes: ['order.*'] });
    expect(countsOf(replay)).toMatchObject({ state: 'running', scanned: 100, matched: 100 });
    await queues.run();
    expect(countsOf(await read(queues, replay))).toMatchObject({ state: 'done', matched: 250, replayed: 0 });
    expect([queues.posts, queues.queue.messages()]).toEqual([[], []]);
  });

  it('fails with a reason when its endpoint is deleted while it runs', async () => {
    const queues = setUpReplay(30);
    const replay = await start(queues, { endpointId: ENDPOINT_ID });
    await queues.run(1_000);
    queues.endpoints.remove({ tenantId: TENANT_ID, endpointId: ENDPOINT_ID });
    await queues.run();
    expect(await read(queues, replay)).toMatchObject({
      ...{ state: 'failed', reason: 'endpoint_deleted', replayed: 10, finishedAt: expect.any(String) },
    });
  });
});

describe('a replay that is changed', () => {
  it('stops at once when it is paused, and goes on where it was when it is resumed', async () => {
    const queues = setUpReplay(60);
    const replay = await start(queues);
    await queues.run(2_000);
    await changeReplay(queues.context, replay, 'pause');
    await queues.run();
    const sent = queues.delivered.length;
    expect(sent).toBeLessThan(60);
    await changeReplay(queues.context, replay, 'pause');
    await changeReplay(queues.context, replay, 'resume');
    await changeReplay(queues.context, replay, 'resume');
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
    expect(await read(queues, replay)).toMatchObject({ state: 'done', replayed: 60 });
  });

  it('ends when it is cancelled', async () => {
    const queues = setUpReplay(60);
    const replay = await start(queues);
    await queues.run(2_000);
    await changeReplay(queues.context, replay, 'cancel');
    await queues.run();
    const { state, replayed } = await read(queues, replay);
    expect([state, replayed]).toEqual(['cancelled', queues.delivered.length]);
    expect(replayed).toBeLessThan(60);
  });

  it('is not doubled by copies of its messages', async () => {
    const queues = setUpReplay(60);
    const replay = await start(queues);
    const { control } = queues.queue;
    for (const copy of [...control]) control.push(copy);
    await queues.run();
    expect(queues.delivered).toEqual(queues.eventIds);
    expect(await read(queues, replay)).toMatchObject({ step: 6, replayed: 60 });
  });
});

describe('a replay of others than dead letters', () => {
  it.each(['HELD', 'DELIVERED', 'PURGED', 'FAILED'] as const)(
    'starts those that are %s once',
    async (status) => {
      const queues = setUpReplay(25, status);
      const replay = await start(queues, { status, endpointId: ENDPOINT_ID });
      await queues.run();
      expect(queues.delivered).toEqual(queues.eventIds);
      expect(await read(queues, replay)).toMatchObject({ state: 'done', replayed: 25 });
    },
  );

  it('sends events to an endpoint that was not there, those that it wants', async () => {
    const queues = setUpReplay(120, 'DELIVERED');
    queues.endpoints.store({ ...anEndpoint({ endpointId: 'late' }), eventTypes: ['order.paid'] });
    const input = { status: 'MISSING', endpointId: 'late' } as const;
    const counted = await start(queues, { ...input, dryRun: true });
    const replay = await start(queues, { ...input, rate: 200 });
    await queues.run();
    const wanted = queues.eventIds.filter((_, index) => index % 3 !== 1);
    expect(queues.delivered.toSorted()).toEqual(wanted.toSorted());
    expect(await read(queues, counted)).toMatchObject({ state: 'done', matched: 80, replayed: 0 });
    expect(await read(queues, replay)).toMatchObject({ state: 'done', matched: 80, replayed: 80 });
    const again = await start(queues, { ...input, dryRun: true });
    await queues.run();
    expect(await read(queues, again)).toMatchObject({ state: 'done', reason: 'nothing_matched', matched: 0 });
  });
});

it('a replay of history leaves out what the endpoint’s filter does', async () => {
  const queues = setUpReplay(3, 'DELIVERED');
  const [first = ''] = queues.eventIds;
  const key = eventKey(TENANT_ID, first);
  queues.table.store({ ...queues.table.item(key), payload: Buffer.from('{"n":2}') });
  queues.endpoints.store(anEndpoint({ endpointId: 'late', filter: '{"n":[2]}' }));
  const replay = await start(queues, { status: 'MISSING', endpointId: 'late' });
  await queues.run();
  expect(queues.delivered).toEqual([first]);
  expect(await read(queues, replay)).toMatchObject({ matched: 1, replayed: 1 });
});

it('a replay of history leaves out what was told of endpoints, and not what a tenant sent under such a type', async () => {
  const queues = setUpReplay(2, 'DELIVERED');
  const [told = '', own = ''] = queues.eventIds;
  for (const eventId of [told, own]) {
    for (const key of [eventKey(TENANT_ID, eventId), deliveryKey(TENANT_ID, eventId, ENDPOINT_ID)])
      queues.table.store({ ...queues.table.item(key), eventType: 'endpoint.failing' });
  }
  const key = eventKey(TENANT_ID, told);
  queues.table.store({ ...queues.table.item(key), source: { provider: 'switchyard', providerId: 'x' } });
  queues.endpoints.store(anEndpoint({ endpointId: 'late' }));
  await start(queues, { status: 'MISSING', endpointId: 'late' });
  await queues.run();
  expect(queues.delivered).toEqual([own]);
});

describe('a crash at any call of a replay', () => {
  function crashAt({ table, endpoints, queue }: TestQueues, when: 'before' | 'after', nth: number) {
    let calls = 0;
    const hook = () => {
      calls += 1;
      if (calls === nth) throw new Error('The function was stopped');
    };
    for (const { hooks } of [table, endpoints, queue]) hooks[when] = hook;
    return { happened: () => calls >= nth };
  }

  async function crashEverywhere(setUp: () => TestQueues, input: Partial<StartReplayInput>) {
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; ; nth += 1) {
        const queues = setUp();
        const crash = crashAt(queues, when, nth);
        const asked = { rate: 2, idempotencyKey: 'replay-1', ...input };
        const again = async <T>(work: () => Promise<T>): Promise<T> => {
          for (;;) {
            const done = await work().then(
              (value) => ({ value }),
              () => undefined,
            );
            if (done !== undefined) return done.value;
          }
        };
        const replay = await again(() => start(queues, asked));
        await queues.run(2_000);
        await again(() => changeReplay(queues.context, replay, 'pause'));
        await queues.run(500);
        await again(() => changeReplay(queues.context, replay, 'resume'));
        await queues.run();
        if (!crash.happened()) break;
        crashes += 1;
        expect([when, nth, new Set(queues.delivered)]).toEqual([when, nth, new Set(queues.eventIds)]);
        expect(await readReplay(queues.context, replay)).toMatchObject({
          state: 'done',
          replayed: 3,
          matched: 3,
        });
        expect(new Set(queues.deliveries().map(({ generation }) => generation)).size).toBe(1);
        // Besides the one whose outcome may have been lost.
        expect(queues.delivered.length).toBeLessThanOrEqual(4);
      }
    }
    return crashes;
  }

  it.each(['DLQ', 'DELIVERED'] as const)(
    'loses nothing, counts each once, and starts each once that is %s',
    async (status) => {
      expect(await crashEverywhere(() => setUpReplay(3, status), { status })).toBeGreaterThan(50);
    },
  );
});

describe('a replay of events that stand in the list themselves', () => {
  const endpointIds = ['a', 'b', 'c'];

  /** Each has three deliveries: two that failed, and one that nothing has come of. */
  function setUpListed(events: number) {
    const queues = setUpQueues({ events });
    for (const endpointId of endpointIds) queues.endpoints.store(anEndpoint({ endpointId }));
    for (const eventId of queues.eventIds) {
      const key = eventKey(TENANT_ID, eventId);
      const stored = eventSchema.parse(queues.table.item(key));
      const listSk = listSortKey(stored.createdAt, eventId, endpointIds.length);
      const event: Event = { ...stored, endpointIds, listSk };
      queues.table.store({ ...key, listPk: listPartition(TENANT_ID), ...event });
      for (const endpointId of ['a', 'b'])
        queues.table.store({
          ...deliveryKey(TENANT_ID, eventId, endpointId),
          ...newDelivery(event, endpointId),
          status: 'FAILED',
          nextAttempt: 2,
        });
    }
    return queues;
  }

  const startedOf = (queues: TestQueues): string[] =>
    queues.deliveries().flatMap(({ generation, endpointId }) => (generation === 2 ? [endpointId] : []));

  it('starts each of their deliveries, also where a step ends between two of an event', async () => {
    const queues = setUpListed(4);
    const replay = await start(queues, { status: 'FAILED', rate: 3 });
    await queues.run();
    expect(startedOf(queues).toSorted()).toEqual(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b']);
    expect(countsOf(await read(queues, replay))).toMatchObject({ state: 'done', matched: 8, replayed: 8 });
  });

  it('starts those to one endpoint', async () => {
    const queues = setUpListed(3);
    await start(queues, { status: 'FAILED', endpointId: 'b' });
    await queues.run();
    expect(startedOf(queues)).toEqual(['b', 'b', 'b']);
  });

  it('takes none that is on its way for missing', async () => {
    const queues = setUpListed(3);
    queues.endpoints.store(anEndpoint({ endpointId: 'later' }));
    const toLater = await start(queues, { status: 'MISSING', endpointId: 'later' });
    const toPending = await start(queues, { status: 'MISSING', endpointId: 'c' });
    await queues.run();
    expect(countsOf(await read(queues, toLater))).toMatchObject({ state: 'done', replayed: 3 });
    expect(countsOf(await read(queues, toPending))).toMatchObject({ state: 'done', matched: 0, replayed: 0 });
  });
});
