import { DAY_MS, TENANT_ID } from '@switchyard/core/testing';
import * as z from 'zod';
import type { OperatorRequest } from '../../world/caller.ts';
import type { Flow, Stage } from '../flow.ts';
import { addEndpoints, urlOf, WATCHER } from './outbound.ts';

const NUMBERS = [1, 2, 3];
const bodyOf = (number: number): string => `{"type":"order.paid","n":${number}}`;

async function sendAll({ caller }: Stage): Promise<void> {
  for (const number of NUMBERS) await caller.send(bodyOf(number), { key: `k${number}` });
}

/** What is due for an endpoint that is out of service waits, and goes on when it is back. */
const HELD: readonly Flow[] = [
  {
    name: 'hold',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' }),
    run: sendAll,
  },
  {
    name: 'drain',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' }, WATCHER);
      await sendAll(stage);
    },
    run: async ({ caller }) => void (await caller.must({ path: '/v1/endpoints/one/enable' })),
  },
  {
    name: 'gone-and-back',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' }, WATCHER);
      const backAt = stage.world.time.clock() + 3_600_000;
      stage.world.receivers.behave(urlOf('one'), () => ({
        status: stage.world.time.clock() < backAt ? 410 : 200,
      }));
    },
    async run(stage) {
      await sendAll(stage);
      await stage.caller.rest(3_600_000);
      await stage.caller.must({ path: '/v1/endpoints/one/enable' });
    },
  },
  {
    name: 'breaker-probe-drain',
    options: { breakerFailures: 3 },
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' }, WATCHER);
      const backAt = stage.world.time.clock() + 6 * 60_000;
      stage.world.receivers.behave(urlOf('one'), () =>
        stage.world.time.clock() < backAt ? { error: 'connection' } : { status: 200 },
      );
    },
    run: sendAll,
  },
  {
    name: 'retry-after',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      const backAt = stage.world.time.clock() + 90_000;
      stage.world.receivers.behave(urlOf('one'), () =>
        stage.world.time.clock() < backAt ? { status: 429, retryAfterMs: 120_000 } : { status: 200 },
      );
    },
    run: sendAll,
  },
  {
    name: 'delete-while-held',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' });
      await sendAll(stage);
    },
    run: async ({ caller }) =>
      // Asked again after it was deleted, it is not there.
      void (await caller.ask({ method: 'DELETE', path: '/v1/endpoints/one' })),
  },
  {
    name: 'held-too-long',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' }, WATCHER);
      await sendAll(stage);
      // The walk, which is made every hour, keeps what waits: once a day is enough for that.
      for (let day = 1; day <= 30; day += 1) {
        await stage.world.expireHeld();
        await stage.caller.rest(DAY_MS);
      }
    },
    run: ({ world }) => world.expireHeld(),
  },
];

/** As an operator who gets no answer, or one that says that something failed. */
async function untilNoneFailed(caller: Stage['caller'], request: OperatorRequest): Promise<void> {
  while (failedSchema.parse(await caller.operate(request)).failed > 0) await caller.rest(1_000);
}
const failedSchema = z.object({ failed: z.number() });
const startedSchema = z.object({ replays: z.tuple([z.object({ replay_id: z.string() })]) });

/** What is started anew. */
const AGAIN: readonly Flow[] = [
  {
    name: 'requeue',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      stage.world.receivers.behave(urlOf('one'), ({ nth }) => ({ status: nth <= 5 ? 400 : 200 }));
      await sendAll(stage);
    },
    // Until nothing is left: as an operator does who is not sure whether the last call came to its end.
    async run({ world, caller }) {
      do {
        await caller.operate({ action: 'requeue', maxMessages: 100 });
        await caller.rest(301_000);
      } while (world.queues.named('deliveries-dlq').messages.size > 0);
    },
  },
  {
    name: 'purge',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      stage.world.receivers.behave(urlOf('one'), () => ({ status: 400 }));
      await sendAll(stage);
    },
    async run({ world, caller }) {
      do {
        await caller.operate({ action: 'purge', maxMessages: 100 });
        await caller.rest(301_000);
      } while (world.queues.named('deliveries-dlq').messages.size > 0);
    },
  },
  {
    name: 'requeue-held',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' });
      await sendAll(stage);
    },
    // Its endpoint is still out of service, so that each is held again.
    run: ({ caller }) => untilNoneFailed(caller, { action: 'requeue', held: true, tenantId: TENANT_ID }),
    check: ({ deliveries }) =>
      deliveries.every(({ generation }) => generation > 1) ? [] : ['one was not requeued'],
  },
  {
    name: 'purge-held',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', status: 'PAUSED' });
      await sendAll(stage);
    },
    run: ({ caller }) => untilNoneFailed(caller, { action: 'purge', held: true, tenantId: TENANT_ID }),
  },
  {
    name: 'operator-replay',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      await sendAll(stage);
    },
    async run({ caller }) {
      const one = { tenantId: TENANT_ID };
      const start = { action: 'replay_start', ...one, status: 'DELIVERED', rate: 0.1, idempotencyKey: 'r' };
      const answer = await caller.operate(start);
      const replayId = startedSchema.parse(answer).replays[0].replay_id;
      for (const action of ['replay_pause', 'replay_resume', 'replay_cancel'])
        await caller.operate({ action, ...one, replayId });
    },
  },
  {
    name: 'retry-by-hand',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      stage.world.receivers.behave(urlOf('one'), ({ nth }) => ({ status: nth <= 5 ? 400 : 200 }));
      await stage.caller.send(bodyOf(1), { key: 'k' });
    },
    async run({ caller }) {
      const [event] = caller.acknowledged;
      // Asked again after it was started, there is nothing to start.
      await caller.ask({ path: `/v1/events/${event?.eventId}/retry` });
    },
  },
  {
    name: 'replay',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      await sendAll(stage);
    },
    run: async ({ caller }) =>
      void (await caller.must({
        path: '/v1/replays',
        key: 'r',
        body: { status: 'DELIVERED', endpoint_id: 'one', rate: 1 },
      })),
    check: ({ items, deliveries }) => [
      ...items
        .filter(({ sk, state }) => String(sk).startsWith('REPLAY') && state !== undefined)
        .filter(({ state, matched, replayed }) => state !== 'done' || matched !== 3 || replayed !== 3)
        .map(({ state, matched, replayed }) => `the replay is ${state}: ${replayed} of ${matched}`),
      ...deliveries
        .filter(({ generation }) => generation !== 2)
        .map(({ eventId, generation }) => `${eventId} is of generation ${generation}`),
    ],
  },
];

export const ENDPOINTS: readonly Flow[] = [...HELD, ...AGAIN];
