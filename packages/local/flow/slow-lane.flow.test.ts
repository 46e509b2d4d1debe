import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MAX_TIMEOUT_MS } from '@switchyard/core/deliveries';
import type { Endpoint } from '@switchyard/core/endpoints';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

it('an endpoint that takes long is served in a lane of its own, and gets everything once', async () => {
  const tenant = await flow.createTenant();
  tenant.endpoint.answer(async () => {
    await sleep(2_000);
    return 200;
  });
  const first = await tenant.post();
  await waitUntil('it is known to be slow', async () =>
    (await flow.readEndpoint(tenant.tenantId))?.slowSince === undefined ? undefined : true,
  );
  const later = await Promise.all(Array.from({ length: 8 }, () => tenant.post()));
  await Promise.all([first, ...later].map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
  expect(tenant.endpoint.deliveries.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(
    [first, ...later].toSorted(),
  );
  await flow.logged(
    'a delivery that was handed over',
    (json) => json.tenantId === tenant.tenantId && json.why === 'slow_lane',
  );
});

/** Marked as slow so long ago, with a tenant of its own. */
async function createSlowTenant(sinceMs: number, settings: Partial<Endpoint> = {}) {
  const tenant = await flow.createTenant();
  const endpoint = await flow.readEndpoint(tenant.tenantId);
  const slowSince = new Date(Date.now() - sinceMs).toISOString();
  await flow.putEndpoint(tenant.tenantId, { ...endpoint, ...settings, slowSince });
  return tenant;
}

/** What became of its attempts, and in which function. */
const outcomesOf = async (tenantId: string, count: number) => {
  const isAttempt = (json: Record<string, unknown>) =>
    json.tenantId === tenantId && json.msg === 'delivery' && json.durationMs !== undefined;
  const lines = await flow.logged('its attempts', isAttempt, count);
  return lines.map(({ service, outcome }) => [service, outcome]);
};

it('what never answers is tried again and given up by the slow lane’s function alone', async () => {
  const tenant = await createSlowTenant(0, { timeoutMs: 1_000, maxAttempts: 2, retrySchedule: '1s' });
  tenant.endpoint.answer('hang');
  const eventId = await tenant.post();
  await tenant.waitFor(eventId, 'DLQ');
  expect(await outcomesOf(tenant.tenantId, 2)).toEqual([
    ['slow-worker', 'retry'],
    ['slow-worker', 'dead'],
  ]);
});

it('an endpoint that answers at once again is served with all others from then on', async () => {
  const tenant = await createSlowTenant(120_000);
  const first = await tenant.post();
  await tenant.waitFor(first, 'DELIVERED');
  await waitUntil('it is slow no more', async () =>
    (await flow.readEndpoint(tenant.tenantId))?.slowSince === undefined ? true : undefined,
  );
  const second = await tenant.post();
  await tenant.waitFor(second, 'DELIVERED');
  expect(await outcomesOf(tenant.tenantId, 2)).toEqual([
    ['slow-worker', 'delivered'],
    ['worker', 'delivered'],
  ]);
});

it('three batches whose endpoint hangs keep none that comes after them waiting', async () => {
  const [hanging, healthy] = await Promise.all([flow.createTenant(), flow.createTenant()]);
  // A busy machine takes longer than the stack's own timeout until all three are there.
  const endpoint = await flow.readEndpoint(hanging.tenantId);
  await flow.putEndpoint(hanging.tenantId, { ...endpoint, timeoutMs: MAX_TIMEOUT_MS });
  const gate = Promise.withResolvers<number>();
  let arrived = 0;
  hanging.endpoint.answer(() => {
    arrived += 1;
    return gate.promise;
  });
  const held: string[] = [];
  for (let count = 1; count <= 3; count += 1) {
    held.push(await hanging.post());
    await waitUntil('it has come', async () => (arrived >= count ? true : undefined));
  }
  await healthy.waitFor(await healthy.post(), 'DELIVERED');
  const attempts = await Promise.all(
    held.map(async (id) => (await hanging.waitFor(id, 'PENDING')).deliveries[0]?.attempts),
  );
  expect(attempts).toEqual([[], [], []]);
  gate.resolve(200);
  for (const id of held) await hanging.waitFor(id, 'DELIVERED');
});
