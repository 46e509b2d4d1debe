import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHooksClient } from '../src/demo/hooks-client.ts';
import { eventIdOf, type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { PATIENCE_MS, waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe('a key', () => {
  it('made with the CLI is good for the whole API, whichever method was asked first', async () => {
    const tenant = await flow.createTenant();
    const { api_key: apiKey } = await flow.cli('keys', 'create', tenant.tenantId, '--label', 'second');
    const hooks = createHooksClient(flow.local.hooks_url, String(apiKey));
    // The authorizer is asked once; its cached policy must allow each of these.
    expect((await hooks.call('GET', '/v1/events')).status).toBe(200);
    const { status, body } = await hooks.postEvent('{}');
    expect(status).toBe(201);
    const eventId = eventIdOf(body);
    expect((await hooks.call('GET', `/v1/events/${eventId}`)).status).toBe(200);
    await tenant.waitFor(eventId, 'DELIVERED');
    expect((await hooks.call('POST', `/v1/events/${eventId}/retry`)).status).toBe(409);
  });

  it('revoked with the CLI is refused, and no other', async () => {
    const tenant = await flow.createTenant();
    const { key_id: keyId, api_key: apiKey } = await flow.cli('keys', 'create', tenant.tenantId);
    await flow.cli('keys', 'revoke', tenant.tenantId, String(keyId));
    const { status } = await createHooksClient(flow.local.hooks_url, String(apiKey)).postEvent('{}');
    expect(status).toBe(401);
    expect((await tenant.hooks.postEvent('{}')).status).toBe(201);
  });

  it('past its time is refused', async () => {
    const tenant = await flow.createTenant();
    const made = await flow.cli('keys', 'create', tenant.tenantId, '--expires-in', '1s');
    const expiresAt = Date.parse(String(made.expires_at));
    await waitUntil('the end of the key', async () => (Date.now() > expiresAt ? true : undefined));
    const { status, body } = await createHooksClient(flow.local.hooks_url, String(made.api_key)).postEvent(
      '{}',
    );
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'not_authenticated' });
  });
});

it('a suspended tenant is told so, and nothing of theirs is accepted', async () => {
  const tenant = await flow.createTenant();
  await flow.cli('tenants', 'suspend', tenant.tenantId);
  const answer = await tenant.hooks.postEvent('{}');
  expect(answer).toMatchObject({ status: 403, body: { status: 403, request_id: expect.any(String) } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(tenant.endpoint.deliveries).toHaveLength(0);
});

it('a tenant made with the CLI can send at once', async () => {
  const endpoint = await flow.startEndpoint();
  const tenantId = `cli-${Date.now().toString(36)}`;
  const made = await flow.cli('tenants', 'create', tenantId, '--target-url', endpoint.url);
  expect(made).toEqual({
    tenant_id: tenantId,
    api_key: expect.stringMatching(/^sy_live_/),
    endpoint_id: 'default',
    webhook_secret: expect.stringMatching(/^whsec_/),
  });
  const hooks = createHooksClient(flow.local.hooks_url, String(made.api_key));
  const { body } = await hooks.postEvent('{}');
  await hooks.waitForStatus(eventIdOf(body), 'DELIVERED', PATIENCE_MS);
  expect(endpoint.deliveries).toHaveLength(1);
});
