import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject, type JsonObject } from '@switchyard/aws-local/json';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

async function healthOf({ hooks }: FlowTenant, endpointId = 'default'): Promise<JsonObject> {
  const { body } = await hooks.call('GET', `/v1/endpoints/${endpointId}`);
  return isObject(body) && isObject(body.health) ? body.health : {};
}

/** What a worker has counted is written at the end of its batch, a moment after the delivery is. */
async function healthOnce(
  tenant: FlowTenant,
  dayFigures: Readonly<Record<string, number>>,
): Promise<JsonObject> {
  let last: JsonObject = {};
  try {
    return await waitUntil('the figures', async () => {
      last = await healthOf(tenant);
      const day = isObject(last.last_day) ? last.last_day : {};
      return Object.entries(dayFigures).every(([name, value]) => day[name] === value) ? last : undefined;
    });
  } catch {
    throw new Error(`Not ${JSON.stringify(dayFigures)}: ${JSON.stringify(last)}`);
  }
}

async function postAll(tenant: FlowTenant, count: number, status: string): Promise<string[]> {
  const eventIds = await Promise.all(Array.from({ length: count }, () => tenant.post()));
  for (const eventId of eventIds) await tenant.waitFor(eventId, status);
  return eventIds;
}

const exactly = (count: number) => ({ count, at_least: false });

describe('how an endpoint does', () => {
  it('adds up: what was delivered, failed, was given up, is held, and then was drained, requeued and purged', async () => {
    const [tenant, other] = await Promise.all([flow.createTenant(), flow.createTenant()]);
    const { tenantId, hooks, endpoint } = tenant;
    expect(await healthOf(tenant)).toMatchObject({
      last_success_at: null,
      held: exactly(0),
      dead: exactly(0),
      last_day: { delivered: 0, attempts_failed: 0, dead: 0, held: 0, answer_ms_p95: null },
    });
    await hooks.call('PATCH', '/v1/endpoints/default', JSON.stringify({ max_attempts: 2 }));
    await postAll(tenant, 7, 'DELIVERED');
    await postAll(other, 2, 'DELIVERED');
    endpoint.answer(422);
    const [dead = ''] = await postAll(tenant, 1, 'DLQ');
    await flow.waitForDeadLetter(dead);
    endpoint.answer(200);
    await hooks.call('POST', '/v1/endpoints/default/pause');
    const [oldest = ''] = await postAll(tenant, 4, 'HELD');

    const health = await healthOnce(tenant, { delivered: 7, attempts_failed: 2, dead: 1, held: 4 });
    expect(endpoint.deliveries).toHaveLength(7 + 2);
    expect(health).toMatchObject({
      last_success_at: expect.stringMatching(/^\d{4}-.*Z$/),
      held: exactly(4),
      dead: exactly(1),
      last_day: { since: expect.stringMatching(/:00:00.000Z$/), answer_ms_p95: expect.any(Number) },
    });
    expect((await hooks.call('GET', '/v1/endpoints')).body).toMatchObject({ endpoints: [{ health }] });

    await flow.dlq({ action: 'purge', held: true, tenantId, endpointId: 'default', eventIds: [oldest] });
    await hooks.call('POST', '/v1/endpoints/default/resume');
    await flow.dlq({ action: 'requeue', tenantId });
    await tenant.waitFor(dead, 'DELIVERED');
    const after = await healthOnce(tenant, { delivered: 7 + 3 + 1, attempts_failed: 2, dead: 1, held: 4 });
    expect(after).toMatchObject({ held: exactly(0), dead: exactly(0) });
    expect(await healthOnce(other, { delivered: 2 })).toMatchObject({
      last_day: { attempts_failed: 0, dead: 0, held: 0 },
    });
  });

  it('begins with nothing when it is deleted and made again', async () => {
    const tenant = await flow.createTenant();
    await postAll(tenant, 1, 'DELIVERED');
    await healthOnce(tenant, { delivered: 1 });
    await tenant.hooks.call('DELETE', '/v1/endpoints/default');
    const again = { endpoint_id: 'default', target_url: tenant.endpoint.url };
    await tenant.hooks.call('POST', '/v1/endpoints', JSON.stringify(again));
    expect(await healthOf(tenant)).toMatchObject({ last_success_at: null, last_day: { delivered: 0 } });
  });
});
