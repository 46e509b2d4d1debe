import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { createApiKey, hashApiKey, type PortalAccess } from '@switchyard/core/tenants';
import { mayUse } from '@switchyard/core/tenants/portal-routes';
import { aKey, EVENT_ID, NOW } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';
import { routes } from '../routes.ts';

const tenantRoutes = routes.flatMap((route) => (route.access === 'tenant' ? [route] : []));
/** Nothing that is refused changes it. */
const refusing = createTestApi();
const apiKey = createApiKey((size) => Buffer.alloc(size, 9));

/** An API that knows the link. */
function withLink(access: PortalAccess) {
  const api = createTestApi();
  api.identity.store({
    ...aKey({ apiKeyHash: hashApiKey(apiKey), keyId: 'key_2' }),
    plan: undefined,
    role: 'portal',
    access,
    expiresAt: toIso(NOW + 60_000),
    forgetAt: NOW / 1_000,
  });
  return api;
}

const aLink = (changes: Readonly<Record<string, string>> = {}) => ({
  role: 'portal',
  access: 'full',
  state: 'open',
  keyId: 'key_2',
  expiresAt: toIso(NOW + 60_000),
  ...changes,
});

/** A request that the route itself knows: what it answers is its own business. */
const requestOf = ({ method, path }: { readonly method: string; readonly path: string }) => ({
  method,
  path: path
    .replace('{event_id}', EVENT_ID)
    .replace('{endpoint_id}', 'default')
    .replace('{replay_id}', 'rpl_06dp5046w00000000000000001')
    .replaceAll(/\{\w+\}/g, 'some.thing'),
  headers: {
    authorization: `Bearer ${apiKey}`,
    ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
  },
  ...(method === 'GET' ? {} : { body: '{}' }),
});

const REFUSALS = ['portal_read_only', 'portal_not_allowed'];

describe.each(tenantRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'a link to the portal at %s',
  (_, route) => {
    it.each(['full', 'read'] as const)('may do what the route says: %s', async (access) => {
      const { send } = withLink(access);
      const { status, json } = await send({ ...requestOf(route), authorizer: aLink({ access }) });
      const { code } = Object(json);
      expect(status === 403 && REFUSALS.includes(code)).toBe(!mayUse(route.portal, access));
    });

    it.each([
      [{ expiresAt: toIso(NOW) }, 401, 'portal_link_expired'],
      [{ state: 'expired' }, 401, 'portal_link_expired'],
      [{ state: 'revoked' }, 401, 'portal_link_revoked'],
      [{ state: 'suspended' }, 403, 'tenant_suspended'],
      [{ role: 'admin' }, 403, 'portal_not_allowed'],
      [{ access: 'write' }, 403, 'portal_not_allowed'],
      [{ expiresAt: 'tomorrow' }, 403, 'portal_not_allowed'],
      [{ state: '' }, 403, 'portal_not_allowed'],
    ])('does nothing, and is told why: %j', async (changes, status, code) => {
      const { send, table, endpoints, identity } = refusing;
      expect(await send({ ...requestOf(route), authorizer: aLink(changes) })).toEqual(problem(status, code));
      expect([table.calls, endpoints.calls, identity.calls]).toEqual([[], [], []]);
    });
  },
);

it('an API key may do all of it but ask for a session', async () => {
  for (const route of tenantRoutes) {
    const { json } = await createTestApi().send(requestOf(route));
    expect([route.path, REFUSALS.includes(Object(json).code)]).toEqual([route.path, false]);
  }
});
