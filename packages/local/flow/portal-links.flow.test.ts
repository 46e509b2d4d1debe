import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { hashApiKey } from '@switchyard/core/tenants';
import { createHooksClient } from '../src/demo/hooks-client.ts';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
let tenant: FlowTenant;
beforeAll(async () => {
  flow = await openFlowStack();
  tenant = await flow.createTenant();
});
afterAll(() => flow.close());

/** A client with the key in a link. */
function follow(url: unknown) {
  const [page, key = ''] = String(url).split('#key=');
  expect(page).toBe(`${flow.local.hooks_url}/v1/portal`);
  neverLogged('key of a portal link', key);
  return createHooksClient(flow.local.hooks_url, key);
}

async function makeLink(asked: object = {}) {
  const { status, body } = await tenant.hooks.call('POST', '/v1/portal-links', JSON.stringify(asked));
  expect(status).toBe(201);
  const { url, key_id: keyId, expires_at: expiresAt } = Object(body);
  return { url: String(url), portal: follow(url), keyId: String(keyId), expiresAt: String(expiresAt) };
}

describe('a link to the portal', () => {
  it('with full access looks and changes, and does nothing that takes an API key', async () => {
    const { portal, keyId, expiresAt } = await makeLink();
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DELIVERED');

    expect(await portal.call('GET', '/v1/portal-session')).toMatchObject({
      status: 200,
      body: { tenant_id: tenant.tenantId, key_id: keyId, access: 'full', expires_at: expiresAt },
    });
    expect(await portal.call('GET', `/v1/events/${eventId}`)).toMatchObject({ status: 200 });
    const patch = JSON.stringify({ description: 'from the portal' });
    expect(await portal.call('PATCH', '/v1/endpoints/default', patch)).toMatchObject({
      status: 200,
      body: { description: 'from the portal' },
    });
    for (const [method, path] of [
      ['POST', '/v1/events'],
      ['POST', '/v1/portal-links'],
      ['DELETE', `/v1/portal-links/${keyId}`],
      ['PUT', '/v1/event-types/order.paid'],
      ['GET', '/v1/messages/order-1'],
    ] as const)
      expect(await portal.call(method, path, method === 'GET' ? undefined : '{}')).toMatchObject({
        status: 403,
        body: { code: 'access_denied' },
      });
  });

  it('to look only changes nothing', async () => {
    const { portal } = await makeLink({ access: 'read' });
    const endpoint = await flow.readEndpoint(tenant.tenantId);
    expect((await portal.call('GET', '/v1/endpoints')).status).toBe(200);
    for (const [method, path] of [
      ['PATCH', '/v1/endpoints/default'],
      ['DELETE', '/v1/endpoints/default'],
      ['POST', '/v1/endpoints/default/pause'],
      ['POST', '/v1/endpoints/default/rotate-secret'],
      ['POST', '/v1/replays'],
    ] as const)
      expect(await portal.call(method, path, '{}')).toMatchObject({ status: 403 });
    expect(await flow.readEndpoint(tenant.tenantId)).toEqual(endpoint);
  });

  it('sees nothing of another tenant', async () => {
    const { portal } = await makeLink();
    const other = await flow.createTenant();
    const eventId = await other.post();
    expect((await portal.call('GET', `/v1/events/${eventId}`)).status).toBe(404);
    expect((await portal.call('GET', '/v1/events')).body).not.toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ event_id: eventId })]),
    });
  });

  it('that was revoked before it was followed opens nothing, and says why', async () => {
    const { portal, keyId } = await makeLink();
    expect(await tenant.hooks.call('DELETE', `/v1/portal-links/${keyId}`)).toMatchObject({ status: 200 });
    expect((await portal.call('GET', '/v1/events')).status).toBe(403);
    expect(await portal.call('GET', '/v1/portal-session')).toMatchObject({
      status: 401,
      body: { code: 'portal_link_revoked' },
    });
  });

  it('ends with the key that it was made with', async () => {
    const made = await flow.cli('keys', 'create', tenant.tenantId);
    const hooks = createHooksClient(flow.local.hooks_url, String(made.api_key));
    const { body } = await hooks.call('POST', '/v1/portal-links');
    await flow.cli('keys', 'revoke', tenant.tenantId, String(made.key_id));
    const portal = follow(Object(body).url);
    expect((await portal.call('GET', '/v1/endpoints')).status).toBe(403);
    expect(await portal.call('GET', '/v1/portal-session')).toMatchObject({
      body: { code: 'portal_link_revoked' },
    });
    // API Gateway still has the authorizer's answer to the key, and the key makes no other link all the same.
    expect((await hooks.call('POST', '/v1/portal-links')).status).toBe(401);
  });

  it('ends at once when it is revoked while it is in use', async () => {
    const { portal } = await makeLink({ label: 'for Anna' });
    expect((await portal.call('GET', '/v1/events')).status).toBe(200);
    const { body } = await tenant.hooks.call('GET', '/v1/portal-links');
    const [link] = Object(body).links.filter(({ label }: { label: unknown }) => label === 'for Anna');
    await tenant.hooks.call('DELETE', `/v1/portal-links/${link.key_id}`);
    const pause = () => portal.call('POST', '/v1/endpoints/default/pause', '{}');
    for (const refused of [await portal.call('GET', '/v1/events'), await pause()])
      expect(refused).toMatchObject({ status: 401, body: { code: 'portal_link_revoked' } });
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ status: 'ENABLED' });
  });

  it('ends at once, while it is in use, with the key that it was made with', async () => {
    const made = await flow.cli('keys', 'create', tenant.tenantId);
    const hooks = createHooksClient(flow.local.hooks_url, String(made.api_key));
    const portal = follow(Object((await hooks.call('POST', '/v1/portal-links')).body).url);
    expect((await portal.call('GET', '/v1/events')).status).toBe(200);
    await flow.cli('keys', 'revoke', tenant.tenantId, String(made.key_id));
    expect(await portal.call('GET', '/v1/events')).toMatchObject({
      status: 401,
      body: { code: 'portal_link_revoked' },
    });
    // The key itself is one that API Gateway remembers.
    expect((await hooks.call('GET', '/v1/events')).status).toBe(200);
  });

  it('ends at its time, while it is in use', async () => {
    const { url, portal } = await makeLink();
    const pause = () => portal.call('POST', '/v1/endpoints/default/pause', '{}');
    expect((await portal.call('GET', '/v1/events')).status).toBe(200);
    // An hour later; API Gateway still has the authorizer's answer.
    await flow.documents.update({
      TableName: flow.local.tables.TenantIdentity,
      Key: { apiKeyHash: hashApiKey(url.split('#key=')[1] ?? '') },
      UpdateExpression: 'SET expiresAt = :over',
      ExpressionAttributeValues: { ':over': toIso(Date.now() - 1) },
    });
    for (const refused of [await portal.call('GET', '/v1/events'), await pause()])
      expect(refused).toMatchObject({ status: 401, body: { code: 'portal_link_expired' } });
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ status: 'ENABLED' });
  });

  it('that was forged is no key', async () => {
    const { body } = await tenant.hooks.call('POST', '/v1/portal-links');
    const url = String(Object(body).url);
    const forged = url.replace(/.{8}$/, (end) => [...end].reverse().join(''));
    expect(await follow(forged).call('GET', '/v1/portal-session')).toMatchObject({
      status: 401,
      body: { code: 'not_authenticated' },
    });
  });

  it('made by an operator opens the same pages, until the tenant is suspended', async () => {
    const other = await flow.createTenant();
    const made = await flow.cli('portal-link', other.tenantId, '--read-only', '--expires-in', '8h');
    expect(made).toMatchObject({ access: 'read', status: 'ACTIVE' });
    const late = await flow.cli('portal-link', other.tenantId);
    const portal = follow(made.url);
    expect((await portal.call('GET', '/v1/events')).status).toBe(200);
    await flow.cli('tenants', 'suspend', other.tenantId);
    for (const path of ['/v1/events', '/v1/portal-session'])
      expect(await portal.call('GET', path)).toMatchObject({
        status: 403,
        body: { code: 'tenant_suspended' },
      });
    expect(await follow(late.url).call('GET', '/v1/portal-session')).toMatchObject({
      status: 403,
      body: { code: 'tenant_suspended' },
    });
  });
});
