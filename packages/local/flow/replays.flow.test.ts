import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject, type JsonObject } from '@switchyard/aws-local/json';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** A tenant with so many dead letters, which its endpoint would take now. */
async function setUpDead(count: number): Promise<{ tenant: FlowTenant; eventIds: string[] }> {
  const tenant = await flow.createTenant();
  const endpoint = await flow.readEndpoint(tenant.tenantId);
  await flow.putEndpoint(tenant.tenantId, { ...endpoint, maxAttempts: 1 });
  tenant.endpoint.answer(400);
  const eventIds = await Promise.all(Array.from({ length: count }, () => tenant.post()));
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DLQ')));
  tenant.endpoint.answer(200);
  return { tenant, eventIds };
}

async function ask(tenant: FlowTenant, method: string, path: string, body?: object): Promise<JsonObject> {
  const answer = await tenant.hooks.call(
    method,
    `/v1/replays${path}`,
    body === undefined ? undefined : JSON.stringify(body),
  );
  if (answer.status > 201 || !isObject(answer.body)) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

const waitForReplay = (
  tenant: FlowTenant,
  replay: JsonObject,
  what: string,
  is: (now: JsonObject) => boolean,
) =>
  waitUntil(`replay ${replay.replay_id} ${what}`, async () => {
    const now = await ask(tenant, 'GET', `/${replay.replay_id}`);
    return is(now) ? now : undefined;
  });

const arrived = ({ endpoint }: FlowTenant): unknown[] =>
  endpoint.deliveries.map(({ headers }) => headers['webhook-id']);

describe('a replay of what an outage left behind', () => {
  it('is counted first, paused, resumed, and delivers each of sixty once', async () => {
    const { tenant, eventIds } = await setUpDead(20);
    const stranger = await setUpDead(2);
    const before = tenant.endpoint.deliveries.length;
    expect(await ask(tenant, 'POST', '', { status: 'DLQ', dry_run: true })).toMatchObject({
      state: 'done',
      matched: 20,
      replayed: 0,
    });

    const replay = await ask(tenant, 'POST', '', { status: 'DLQ', endpoint_id: 'default', rate: 2 });
    await waitForReplay(tenant, replay, 'has begun', ({ replayed }) => Number(replayed) > 0);
    await ask(tenant, 'POST', `/${replay.replay_id}/pause`);
    const paused = await waitForReplay(tenant, replay, 'has settled', (now) => now.matched === now.replayed);
    expect(paused).toMatchObject({ state: 'paused', replayed: expect.any(Number) });
    expect(Number(paused.replayed)).toBeLessThan(20);
    await ask(tenant, 'POST', `/${replay.replay_id}/resume`);
    expect(await waitForReplay(tenant, replay, 'is done', ({ state }) => state === 'done')).toMatchObject({
      ...{ scanned: 20, matched: 20, replayed: 20, skipped: 0, failed: 0, progress: 1 },
    });
    await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(arrived(tenant).slice(before).toSorted()).toEqual(eventIds.toSorted());

    const { hooks } = stranger.tenant;
    expect(await hooks.call('GET', `/v1/replays/${replay.replay_id}`)).toMatchObject({ status: 404 });
    expect((await ask(stranger.tenant, 'GET', '')).replays).toEqual([]);
    for (const eventId of stranger.eventIds)
      expect(await stranger.tenant.hooks.getEvent(eventId)).toMatchObject({ status: 'DLQ' });
    const [ended] = await flow.logged(
      'the end of the replay',
      (json) => json.replayId === replay.replay_id && json.outcome === 'done' && json.replayed === 20,
    );
    expect(ended).toMatchObject({ msg: 'replay', tenantId: tenant.tenantId });
  });

  it('that is cancelled leaves the others where they are', async () => {
    const { tenant, eventIds } = await setUpDead(5);
    const replay = await ask(tenant, 'POST', '', { status: 'DLQ', rate: 0.5 });
    await waitForReplay(tenant, replay, 'has begun', ({ replayed }) => Number(replayed) > 0);
    expect(await ask(tenant, 'POST', `/${replay.replay_id}/cancel`)).toMatchObject({ state: 'cancelled' });
    const { replayed } = await waitForReplay(
      tenant,
      replay,
      'settled',
      (now) => now.matched === now.replayed,
    );
    const statuses = await waitUntil('what was started is delivered', async () => {
      const events = await Promise.all(eventIds.map((eventId) => tenant.hooks.getEvent(eventId)));
      const delivered = events.filter(({ status }) => status === 'DELIVERED').length;
      return delivered === replayed ? events.map(({ status }) => status) : undefined;
    });
    expect(statuses.filter((status) => status === 'DLQ')).toHaveLength(5 - Number(replayed));
  });
});

it('events of before an endpoint was made can be sent to it, and what was delivered can be sent again', async () => {
  const tenant = await flow.createTenant();
  const eventIds = [await tenant.post({ type: 'order.paid' }), await tenant.post({ type: 'order.refunded' })];
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
  const late = await flow.startEndpoint();
  await flow.putEndpoint(tenant.tenantId, {
    endpointId: 'late',
    targetUrl: late.url,
    eventTypes: ['order.paid'],
  });
  const history = await ask(tenant, 'POST', '', { status: 'MISSING', endpoint_id: 'late' });
  await waitForReplay(tenant, history, 'is done', ({ state }) => state === 'done');
  const [paid = ''] = eventIds;
  await waitUntil('it arrived', async () => (late.deliveries.length > 0 ? true : undefined));
  expect(late.deliveries.map(({ headers }) => headers['webhook-id'])).toEqual([paid]);
  const { deliveries } = await tenant.waitFor(paid, 'DELIVERED');
  expect(deliveries.map(({ endpoint_id }) => endpoint_id)).toEqual(['default', 'late']);

  const again = await ask(tenant, 'POST', '', { status: 'DELIVERED', endpoint_id: 'default' });
  await waitForReplay(tenant, again, 'is done', ({ state }) => state === 'done');
  await waitUntil('all arrived twice', async () => (arrived(tenant).length === 4 ? true : undefined));
  expect(arrived(tenant).toSorted()).toEqual([...eventIds, ...eventIds].toSorted());
});

it('an operator starts, watches and ends replays of a tenant, and counts over all of them', async () => {
  const { tenant, eventIds } = await setUpDead(3);
  const { tenantId } = tenant;
  const counted = await flow.cli('replays', 'start', '--all-tenants', '--dry-run');
  expect(counted.replays).toContainEqual(expect.objectContaining({ tenant_id: tenantId, matched: 3 }));

  const [slow] = replaysOf(await flow.cli('replays', 'start', '--tenant', tenantId, '--rate', '0.1'));
  const replayId = String(slow?.replay_id);
  expect(await flow.cli('replays', 'pause', tenantId, replayId)).toMatchObject({ state: 'paused' });
  expect(await flow.cli('replays', 'resume', tenantId, replayId)).toMatchObject({ state: 'running' });
  expect(await flow.cli('replays', 'cancel', tenantId, replayId)).toMatchObject({ state: 'cancelled' });
  expect(replaysOf(await flow.cli('replays', 'list', tenantId))[0]).toMatchObject({ replay_id: replayId });

  const followed = await flow.cli(
    ...['replays', 'start', '--tenant', tenantId, '--endpoint', 'default', '--follow'],
  );
  expect(replaysOf(followed)).toMatchObject([{ state: 'done' }]);
  const shown = await flow.cli('replays', 'show', tenantId, String(replaysOf(followed)[0]?.replay_id));
  expect(shown).toMatchObject({ state: 'done', progress: 1 });
  await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
  expect(arrived(tenant).toSorted()).toEqual([...eventIds, ...eventIds].toSorted());
});

const replaysOf = ({ replays }: JsonObject): JsonObject[] =>
  Array.isArray(replays) ? replays.filter(isObject) : [];
