import { anEndpoint, aSecret } from '@switchyard/core/testing';
import type { Flow, Stage } from '../flow.ts';

export const urlOf = (endpointId: string): string => `https://${endpointId}.example.com/`;

/** Endpoints of the tenant `acme`, each at a place of its own. */
export function addEndpoints(
  { world }: Stage,
  ...endpoints: readonly (Parameters<typeof anEndpoint>[0] & { readonly endpointId: string })[]
): void {
  for (const endpoint of endpoints)
    world.tables.endpoints.store(anEndpoint({ targetUrl: urlOf(endpoint.endpointId), ...endpoint }));
}

const BODY = '{"type":"order.paid","n":1.0}';
const LARGE = JSON.stringify({ type: 'order.paid', text: 'x'.repeat(20_000) });

/** Gets what is told of endpoints and of what was given up. */
export const WATCHER = {
  endpointId: 'watcher',
  eventTypes: ['endpoint.failing', 'endpoint.recovered', 'endpoint.disabled', 'delivery.exhausted'],
};

export const OUTBOUND: readonly Flow[] = [
  {
    name: 'event-to-one',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: async ({ caller }) => void (await caller.send(BODY, { key: 'k' })),
  },
  {
    name: 'event-without-key',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: async ({ caller }) => void (await caller.send(BODY)),
  },
  {
    name: 'event-to-three',
    setUp: (stage) =>
      addEndpoints(stage, { endpointId: 'one' }, { endpointId: 'two' }, { endpointId: 'three' }),
    run: async ({ caller }) => void (await caller.send(BODY, { key: 'k' })),
  },
  {
    name: 'large-event',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }, { endpointId: 'two' }),
    run: async ({ caller }) => void (await caller.send(LARGE, { key: 'k' })),
  },
  {
    name: 'retry',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      stage.world.receivers.behave(urlOf('one'), ({ nth }) => ({ status: nth <= 2 ? 500 : 200 }));
    },
    run: async ({ caller }) => void (await caller.send(BODY, { key: 'k' })),
  },
  {
    name: 'exhaust',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' }, WATCHER);
      stage.world.receivers.behave(urlOf('one'), () => ({ error: 'connection' }));
    },
    run: async ({ caller }) => void (await caller.send(BODY, { key: 'k' })),
  },
  {
    name: 'rate-limit',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one', rateLimit: 0.1 }),
    async run({ caller }) {
      await caller.send('{"n":1}', { key: 'a' });
      await caller.send('{"n":2}', { key: 'b' });
    },
  },
  {
    name: 'slow-lane',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one', slowSince: '2026-03-04T05:06:00.000Z' });
      stage.world.receivers.behave(urlOf('one'), () => ({ status: 200, afterMs: 5_000 }));
    },
    run: async ({ caller }) => void (await caller.send(BODY, { key: 'k' })),
  },
  {
    name: 'rotate-secret',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    async run({ caller }) {
      await caller.must({ path: '/v1/endpoints/one/rotate-secret', body: { secret: aSecret(9) } });
      await caller.send(BODY, { key: 'k' });
    },
  },
  {
    name: 'batch',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }, { endpointId: 'two' }),
    run: ({ caller }) => caller.sendBatch(['{"n":1}', '{"n":2.0}', LARGE], 'k'),
  },
  {
    name: 'batch-with-keys',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: ({ caller }) => caller.sendBatch(['{"id":"a"}', '{"id":"b"}', '{"id":"c"}'], undefined, 'id'),
  },
  {
    name: 'ordered',
    setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      stage.world.receivers.behave(urlOf('one'), ({ nth }) => ({ status: nth === 1 ? 500 : 200 }));
    },
    async run({ caller }) {
      for (const n of [1, 2, 3])
        await caller.send(`{"n":${n}}`, { key: `k${n}`, headers: { 'ordering-key': 'order-1' } });
    },
    check: ({ acknowledged, receipts }) =>
      acknowledged.slice(1).flatMap(({ eventId }, index) => {
        const before = acknowledged[index]?.eventId;
        const own = receipts.findIndex(({ webhookId }) => webhookId === eventId);
        const delivered = receipts.findIndex(
          ({ webhookId, answer }) => webhookId === before && 'status' in answer && answer.status === 200,
        );
        return own > delivered ? [] : [`${eventId} came before ${before} was delivered`];
      }),
  },
];
