import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { createApiKey, hashApiKey, type PortalKey, type TenantIdentity } from '@switchyard/core/tenants';
import { createPortalKey } from '@switchyard/core/tenants/create-portal-key';
import { aKey, NOW, TENANT_ID } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

/** A link that the authorizer found open, some minutes ago. */
async function setUp() {
  const api = createTestApi();
  const maker = aKey({ apiKeyHash: hashApiKey(createApiKey((size) => Buffer.alloc(size, 9))) });
  api.identity.store(maker);
  const { apiKey, key } = await createPortalKey(
    { ...api.context, random: (size) => Buffer.alloc(size, 2) },
    {
      tenantId: TENANT_ID,
      access: 'full',
      status: 'ACTIVE',
      expiresAtMs: NOW + 60_000,
      madeBy: maker.apiKeyHash,
    },
  );
  const authorizer = {
    role: 'portal',
    access: 'full',
    state: 'open',
    keyId: key.keyId,
    expiresAt: key.expiresAt,
  };
  return {
    ...api,
    key,
    setLink: (changes: Partial<PortalKey>) => api.identity.store({ ...key, ...changes }),
    setMaker: (changes: Partial<TenantIdentity>) => api.identity.store({ ...maker, ...changes }),
    get: (path = '/v1/events', authorization = `Bearer ${apiKey}`) =>
      api.send({ path, authorizer, headers: { authorization } }),
  };
}

describe('a link that the authorizer’s answer still calls open', () => {
  it('is, while its item and that of the key that made it say so too', async () => {
    const { get, key } = await setUp();
    expect(await get()).toMatchObject({ status: 200 });
    expect(await get('/v1/portal-session')).toMatchObject({
      status: 200,
      json: {
        tenant_id: TENANT_ID,
        key_id: key.keyId,
        access: 'full',
        expires_at: key.expiresAt,
        client_certificates: true,
      },
    });
  });

  it.each<[string, Partial<PortalKey>, number, string]>([
    ['was revoked', { status: 'REVOKED' }, 401, 'portal_link_revoked'],
    ['is suspended', { status: 'SUSPENDED' }, 403, 'tenant_suspended'],
    ['has another end by now', { expiresAt: toIso(NOW) }, 401, 'portal_link_expired'],
    ['is another one', { keyId: 'key_3' }, 401, 'portal_link_revoked'],
  ])('ends at once when it %s', async (_, changes, status, code) => {
    const { get, setLink, table } = await setUp();
    setLink(changes);
    expect(await get()).toEqual(problem(status, code));
    expect(await get('/v1/portal-session')).toEqual(problem(status, code));
    expect(table.calls).toEqual([]);
  });

  it.each<[string, Partial<TenantIdentity>, number, string]>([
    ['is revoked', { status: 'REVOKED' }, 401, 'portal_link_revoked'],
    ['is suspended', { status: 'SUSPENDED' }, 403, 'tenant_suspended'],
    ['expires', { expiresAt: toIso(NOW) }, 401, 'portal_link_expired'],
  ])('ends at once when the key that made it %s', async (_, changes, status, code) => {
    const { get, setMaker, table } = await setUp();
    setMaker(changes);
    expect(await get()).toEqual(problem(status, code));
    expect(table.calls).toEqual([]);
  });

  it('is none with another key in the header, or without one', async () => {
    const { get } = await setUp();
    expect(await get('/v1/events', 'Bearer nonsense')).toEqual(problem(401, 'portal_link_revoked'));
    expect(await get('/v1/events', '')).toEqual(problem(401, 'portal_link_revoked'));
  });

  it('is not taken at its word while the store does not answer', async () => {
    const { get, identity } = await setUp();
    identity.hooks.before = () => {
      throw new Error('throttled');
    };
    expect(await get()).toEqual(problem(503, 'unavailable'));
  });
});
