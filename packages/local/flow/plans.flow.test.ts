import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHooksClient, type HooksClient } from '../src/demo/hooks-client.ts';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

/** Requests a day of plan `trial`, as the flow stack has it. */
const QUOTA = 3;

async function createTenant(plan: string) {
  const endpoint = await flow.startEndpoint();
  const tenantId = `plan-${randomBytes(6).toString('hex')}`;
  const made = await flow.cli('tenants', 'create', tenantId, '--target-url', endpoint.url, '--plan', plan);
  neverLogged('API key', String(made.api_key));
  neverLogged('webhook secret', String(made.webhook_secret));
  return { tenantId, hooks: createHooksClient(flow.local.hooks_url, String(made.api_key)) };
}

async function anotherKey(tenantId: string): Promise<HooksClient> {
  const made = await flow.cli('keys', 'create', tenantId);
  neverLogged('API key', String(made.api_key));
  return createHooksClient(flow.local.hooks_url, String(made.api_key));
}

async function useUp(hooks: HooksClient): Promise<void> {
  for (let sent = 0; sent < QUOTA; sent += 1) expect((await hooks.postEvent('{}')).status).toBe(201);
}

describe('a daily quota', () => {
  it('that is used up is 429, says which limit it was, and leaves the tenant its other requests', async () => {
    const { tenantId, hooks } = await createTenant('trial');
    await useUp(hooks);
    const refused = await hooks.postEvent('{}');

    expect(refused).toMatchObject({
      status: 429,
      body: { status: 429, code: 'quota_exceeded', request_id: expect.any(String) },
    });
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('retry-after')).toBe('3600');
    const { status, body } = await hooks.call('GET', '/v1/events');
    expect([status, Object(body).events.length]).toEqual([200, QUOTA]);
    expect(await flow.cli('tenants', 'show', tenantId)).toMatchObject({
      plan: 'trial',
      usage: { rate: 1_000, burst: 500, daily_quota: QUOTA, used_today: QUOTA, left_today: 0 },
    });
  });

  it('is one for all keys of a tenant, and no other tenant’s', async () => {
    const full = await createTenant('trial');
    const other = await createTenant('trial');
    const free = await flow.createTenant();
    await useUp(full.hooks);

    expect((await (await anotherKey(full.tenantId)).postEvent('{}')).status).toBe(429);
    expect((await other.hooks.postEvent('{}')).status).toBe(201);
    expect((await free.hooks.postEvent('{}')).status).toBe(201);
  });

  it('ends with another plan, for all keys and without a request refused in between', async () => {
    const { tenantId, hooks } = await createTenant('trial');
    await useUp(hooks);
    const changed = await flow.cli('tenants', 'plan', tenantId, 'standard');
    expect(changed).toMatchObject({ plan: 'standard', plan_before: 'trial', changed_keys: 1 });

    // A key that the authorizer has not yet been asked for: its answers are cached for others.
    const fresh = await anotherKey(tenantId);
    await useUp(fresh);
    expect((await fresh.postEvent('{}')).status).toBe(201);
  });

  it('of a tenant from before there were plans begins when it is put on one', async () => {
    const { tenantId, hooks } = await flow.createTenant();
    for (let sent = 0; sent <= QUOTA; sent += 1) expect((await hooks.postEvent('{}')).status).toBe(201);
    await flow.cli('tenants', 'plan', tenantId, 'trial');
    // Once more changes nothing, and takes no quota from the tenant.
    expect(await flow.cli('tenants', 'plan', tenantId, 'trial')).toMatchObject({ changed_keys: 0 });

    const fresh = await anotherKey(tenantId);
    await useUp(fresh);
    expect((await fresh.postEvent('{}')).status).toBe(429);
  });
});

it('requests above a plan’s rate get 503, which says so and when to try again', async () => {
  const { hooks } = await createTenant('slow');
  const answers = await Promise.all(Array.from({ length: 8 }, () => hooks.postEvent('{}')));
  const refused = answers.filter(({ status }) => status !== 201);

  expect(refused.length).toBeGreaterThan(0);
  for (const { status, body, headers } of refused)
    expect([status, Object(body).code, headers.get('retry-after')]).toEqual([503, 'throttled', '1']);
});

it('doctor finds each tenant counted as its plan says', async () => {
  await createTenant('trial');
  const { checks } = await flow.cli('doctor');
  expect(checks).toContainEqual(expect.objectContaining({ group: 'plans', check: 'plans', state: 'ok' }));
});
