import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Endpoint } from '@switchyard/core/endpoints';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** One after another, so that each is older than the next. */
async function postInTurn(tenant: FlowTenant, count: number): Promise<string[]> {
  const eventIds: string[] = [];
  for (let number = 0; number < count; number += 1)
    eventIds.push(await tenant.post({ type: 'order.paid', number }));
  return eventIds;
}

/** The least drain rate: what is sent on together may arrive in any order, so a test of the order sends on one. */
const ONE_IN_TEN_SECONDS = 0.1;

async function change({ tenantId }: FlowTenant, changes: Partial<Endpoint>): Promise<void> {
  const endpoint = await flow.readEndpoint(tenantId);
  await flow.putEndpoint(tenantId, { ...endpoint, ...changes });
}

const arrived = ({ endpoint }: FlowTenant): unknown[] =>
  endpoint.deliveries.map(({ headers }) => headers['webhook-id']);

const waitForAll = (tenant: FlowTenant, eventIds: readonly string[], status: string) =>
  Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, status)));

describe('what is sent to a paused endpoint', () => {
  it('is held without a request, and can be listed', async () => {
    const tenant = await flow.createTenant();
    await flow.setStatus(tenant.tenantId, 'PAUSED');
    const eventIds = await postInTurn(tenant, 3);
    const [event] = await waitForAll(tenant, eventIds, 'HELD');
    const { body } = await tenant.hooks.call('GET', `/v1/events/${event?.event_id}`);
    expect(body).toMatchObject({
      deliveries: [{ held_reason: 'endpoint_paused', held_at: expect.any(String), attempts: [] }],
    });
    const list = await tenant.hooks.call('GET', '/v1/events?status=HELD');
    expect(list.body).toMatchObject({ events: eventIds.toReversed().map((event_id) => ({ event_id })) });
    expect(arrived(tenant)).toEqual([]);
  });

  it('is delivered once it is enabled: the oldest first, at its rate, none lost and none twice', async () => {
    const tenant = await flow.createTenant();
    await change(tenant, { drainRate: ONE_IN_TEN_SECONDS, status: 'PAUSED' });
    const eventIds = await postInTurn(tenant, 4);
    await waitForAll(tenant, eventIds, 'HELD');
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    await tenant.waitFor(eventIds[0] ?? '', 'DELIVERED');
    expect(arrived(tenant)[0]).toBe(eventIds[0]);
    await tenant.waitFor(eventIds[3] ?? '', 'HELD');

    await change(tenant, { drainRate: 100 });
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    const events = await waitForAll(tenant, eventIds, 'DELIVERED');
    expect(arrived(tenant).toSorted()).toEqual(eventIds.toSorted());
    expect(events.map(({ deliveries: [one] }) => one?.attempts.map(({ attempt }) => attempt))).toEqual(
      eventIds.map(() => [1]),
    );
    await waitUntil('the drain has ended', async () =>
      (await flow.readEndpoint(tenant.tenantId))?.drain === undefined ? true : undefined,
    );
  });

  it('is held again when it is paused while it is drained, and delivered in the end', async () => {
    const tenant = await flow.createTenant();
    await change(tenant, { drainRate: ONE_IN_TEN_SECONDS, status: 'PAUSED' });
    const eventIds = await postInTurn(tenant, 4);
    await waitForAll(tenant, eventIds, 'HELD');
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    await tenant.waitFor(eventIds[0] ?? '', 'DELIVERED');
    await flow.setStatus(tenant.tenantId, 'PAUSED');
    await change(tenant, { drainRate: 100 });
    const [later = ''] = await postInTurn(tenant, 1);
    await waitForAll(tenant, [eventIds[3] ?? '', later], 'HELD');
    await flow.setStatus(tenant.tenantId, 'ENABLED');
    await waitForAll(tenant, [...eventIds, later], 'DELIVERED');
    expect(arrived(tenant).toSorted()).toEqual([...eventIds, later].toSorted());
  });
});

it('what is held can be purged by an operator, and is not delivered any more', async () => {
  const tenant = await flow.createTenant();
  await flow.setStatus(tenant.tenantId, 'PAUSED');
  const eventIds = await postInTurn(tenant, 3);
  await waitForAll(tenant, eventIds, 'HELD');
  const request = { action: 'purge', held: true, tenantId: tenant.tenantId, endpointId: 'default' };
  const [oldest = '', ...others] = eventIds;
  expect(await flow.dlq({ ...request, dryRun: true })).toMatchObject({
    matched: 3,
    purged: 0,
    complete: true,
  });
  expect(await flow.dlq({ ...request, eventIds: [oldest] })).toMatchObject({ matched: 1, purged: 1 });
  expect(await tenant.waitFor(oldest, 'PURGED')).toMatchObject({ deliveries: [{ attempts: [] }] });
  await flow.setStatus(tenant.tenantId, 'ENABLED');
  await waitForAll(tenant, others, 'DELIVERED');
  expect(arrived(tenant).toSorted()).toEqual(others.toSorted());
});

it('what is held for a tenant is listed, requeued and purged by an operator, also while its keys are suspended', async () => {
  const tenant = await flow.createTenant();
  const { tenantId } = tenant;
  await flow.setStatus(tenantId, 'PAUSED');
  const eventIds = await postInTurn(tenant, 3);
  await waitForAll(tenant, eventIds, 'HELD');
  await flow.cli('tenants', 'suspend', tenantId);
  const mine = ['--held', '--tenant', tenantId, '--max', '10'] as const;
  const listed = await flow.cli('dlq', 'peek', ...mine, '--reason', 'endpoint_paused');
  expect(listed).toMatchObject({ matched: 3, complete: true });
  expect(listed.messages).toMatchObject(
    eventIds.map(() => ({ tenant_id: tenantId, endpoint_id: 'default', reason: 'endpoint_paused' })),
  );
  const [oldest = '', middle = ''] = eventIds;
  // Written past what would drain it, as after a repair by hand.
  const endpoint = await flow.readEndpoint(tenantId);
  await flow.putEndpoint(tenantId, { ...endpoint, status: 'ENABLED' });
  expect(await flow.cli('dlq', 'requeue', ...mine, '--event', oldest, '--event', middle)).toMatchObject({
    matched: 2,
    requeued: 2,
  });
  await waitUntil('two deliveries', async () => (arrived(tenant).length === 2 ? true : undefined));
  expect(arrived(tenant).toSorted()).toEqual([oldest, middle].toSorted());
  expect(await flow.cli('dlq', 'purge', ...mine, '--endpoint', 'default', '--yes')).toMatchObject({
    purged: 1,
  });
  expect(await flow.cli('dlq', 'peek', ...mine)).toMatchObject({ matched: 0, complete: true });
});

describe('an endpoint that is down', () => {
  it('is left alone after so many failures, probed, and sent everything once it is back', async () => {
    const tenant = await flow.createTenant();
    const endpoint = await flow.readEndpoint(tenant.tenantId);
    await flow.putEndpoint(tenant.tenantId, { ...endpoint, maxAttempts: 50, retrySchedule: '1s' });
    tenant.endpoint.answer(503);
    const eventIds = await postInTurn(tenant, 12);
    await waitForAll(tenant, eventIds, 'HELD');
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({
      status: 'ENABLED',
      breaker: {
        state: expect.stringMatching('open|probing'),
        cause: 'failing',
        failingSince: expect.any(String),
      },
    });
    const failed = tenant.endpoint.deliveries.length;

    // A probe fails, spends no attempt and is held again.
    await waitUntil('a probe', async () => (tenant.endpoint.deliveries.length > failed ? true : undefined));
    tenant.endpoint.answer(200);
    const before = tenant.endpoint.deliveries.length;
    await waitForAll(tenant, eventIds, 'DELIVERED');
    const delivered = await waitUntil('the breaker is closed', async () => {
      const { breaker } = (await flow.readEndpoint(tenant.tenantId)) ?? {};
      return breaker === undefined ? arrived(tenant).slice(before) : undefined;
    });
    expect(new Set(delivered)).toEqual(new Set(eventIds));
  });

  it('is not asked before the time that it asked for, and none of what waits spends an attempt', async () => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer(() =>
      tenant.endpoint.deliveries.length === 1 ? { status: 503, headers: { 'retry-after': '3' } } : 200,
    );
    const [first = ''] = await postInTurn(tenant, 1);
    await tenant.waitFor(first, 'HELD');
    const others = await postInTurn(tenant, 2);
    const events = await waitForAll(tenant, [first, ...others], 'DELIVERED');
    const [asked, next] = tenant.endpoint.deliveries.map(({ receivedAt }) => receivedAt);
    expect(Number(next) - Number(asked)).toBeGreaterThanOrEqual(2_900);
    expect(tenant.endpoint.deliveries).toHaveLength(4);
    expect(events.map(({ deliveries: [one] }) => one?.attempts.map(({ attempt }) => attempt))).toEqual([
      [1, 1],
      [1],
      [1],
    ]);
  });
});

it('an endpoint with a rate limit gets no more than that, and everything in the end', async () => {
  const tenant = await flow.createTenant();
  const endpoint = await flow.readEndpoint(tenant.tenantId);
  await flow.putEndpoint(tenant.tenantId, { ...endpoint, rateLimit: 2 });
  const startedAt = Date.now();
  const eventIds = await postInTurn(tenant, 12);
  const events = await waitForAll(tenant, eventIds, 'DELIVERED');
  // The twelfth is due after 5.5 s, and SQS may be a second early.
  expect(Math.max(...tenant.endpoint.deliveries.map(({ receivedAt }) => receivedAt))).toBeGreaterThan(
    startedAt + 4_400,
  );
  expect(arrived(tenant).toSorted()).toEqual(eventIds.toSorted());
  expect(events.flatMap(({ deliveries }) => deliveries.map(({ attempts }) => attempts.length))).toEqual(
    eventIds.map(() => 1),
  );
});
