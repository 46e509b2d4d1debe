import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { createApiKey, hashApiKey, type TenantIdentity } from '@switchyard/core/tenants';
import { aKey, NOW } from '@switchyard/core/testing';
import { createTestApi, type RequestParts } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

const apiKey = createApiKey((size) => Buffer.alloc(size, 9));

function setUp(changes: Partial<TenantIdentity> = {}) {
  const api = createTestApi();
  const maker = aKey({ apiKeyHash: hashApiKey(apiKey), ...changes });
  api.identity.store(maker);
  const make = (body?: object, request: RequestParts = {}) =>
    api.send({
      method: 'POST',
      path: '/v1/portal-links',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...request,
    });
  const links = () => api.identity.items().filter((item) => item.role === 'portal');
  return { ...api, maker, make, links };
}

describe('a link to the portal', () => {
  it('is made with full access for an hour when nothing is said, and only its hash is kept', async () => {
    const { make, links, maker, logs } = setUp();
    const { status, json, headers } = await make();
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    const { url, key_id: keyId } = Object(json);
    expect(json).toEqual({
      url: expect.stringMatching(/^https:\/\/hooks\.example\.com\/v1\/portal#key=sy_live_[0-9A-Za-z]{38}$/),
      key_id: expect.stringMatching(/^key_/),
      access: 'full',
      expires_at: toIso(NOW + 3_600_000),
    });
    const key = String(url).split('#key=')[1] ?? '';
    expect(links()).toEqual([
      {
        apiKeyHash: hashApiKey(key),
        tenantId: 'acme',
        keyId,
        status: 'ACTIVE',
        role: 'portal',
        access: 'full',
        madeBy: maker.apiKeyHash,
        lastFour: key.slice(-4),
        createdAt: toIso(NOW),
        expiresAt: toIso(NOW + 3_600_000),
        forgetAt: NOW / 1_000 + 3_600 + 86_400,
      },
    ]);
    expect(logs()).not.toContain(key);
  });

  it('is to look only, for as long as is said', async () => {
    const { make } = setUp();
    expect(await make({ access: 'read', expires_in_seconds: 60 })).toMatchObject({
      status: 201,
      json: { access: 'read', expires_at: toIso(NOW + 60_000) },
    });
  });

  it('is not good for longer than the key that it is made with', async () => {
    const { make } = setUp({ expiresAt: toIso(NOW + 5_000) });
    expect(await make()).toMatchObject({ json: { expires_at: toIso(NOW + 5_000) } });
  });

  it.each<object>([
    { access: 'write' },
    { expires_in_seconds: 59 },
    { expires_in_seconds: 86_401 },
    { expires_in_seconds: 60.5 },
    { expires_in_seconds: '3600' },
    { label: '' },
    { label: 'two\nlines' },
    { label: 'x'.repeat(101) },
    { tenant_id: 'globex' },
  ])('is refused as 422 when it is asked for so: %j', async (body) => {
    const { make, links } = setUp();
    expect(await make(body)).toEqual(problem(422, 'body_invalid'));
    expect(links()).toEqual([]);
  });

  // API Gateway goes on with what the authorizer said some minutes ago.
  it.each<[string, Partial<TenantIdentity>, number, string]>([
    ['revoked', { status: 'REVOKED' }, 401, 'not_authenticated'],
    ['expired', { expiresAt: toIso(NOW) }, 401, 'not_authenticated'],
    ['suspended', { status: 'SUSPENDED' }, 403, 'tenant_suspended'],
    ['another tenant’s', { tenantId: 'globex' }, 401, 'not_authenticated'],
  ])('is not made with a key that is %s by now', async (_, changes, status, code) => {
    const { make, links } = setUp(changes);
    expect(await make()).toEqual(problem(status, code));
    expect(links()).toEqual([]);
  });

  it('is not made with the key of another link', async () => {
    const { make, links } = setUp();
    const { json } = await make();
    const key = String(Object(json).url).split('#key=')[1];
    const other = await make(undefined, { headers: { authorization: `Bearer ${key}` } });
    expect(other).toEqual(problem(401, 'not_authenticated'));
    expect(links()).toHaveLength(1);
  });

  it('is not made beside 100 that are good, until one of them is revoked', async () => {
    const { make, send, identity, maker } = setUp();
    const { json } = await make();
    const [link] = identity.items().filter(({ role }) => role === 'portal');
    for (let n = 1; n < 100; n += 1)
      identity.store({
        ...link,
        apiKeyHash: hashApiKey(String(n)),
        keyId: `key_${n}`,
        madeBy: maker.apiKeyHash,
      });
    expect(await make()).toEqual(problem(409, 'too_many_portal_links'));
    await send({ method: 'DELETE', path: `/v1/portal-links/${Object(json).key_id}` });
    expect((await make()).status).toBe(201);
  });

  it('is 503 when the store does not answer', async () => {
    const { make, identity } = setUp();
    identity.hooks.before = () => {
      throw new Error('throttled');
    };
    expect(await make()).toEqual(problem(503, 'unavailable'));
  });
});

describe('the list of links', () => {
  it('has those that are good, by which they can be told apart, and nothing that opens one', async () => {
    const { make, send, maker } = setUp();
    const { json } = await make({ access: 'read', label: 'Zoë, on call' });
    const { url, key_id: keyId } = Object(json);
    const listed = await send({ path: '/v1/portal-links' });
    expect(listed).toMatchObject({
      status: 200,
      json: {
        links: [
          {
            key_id: keyId,
            label: 'Zoë, on call',
            last_four: String(url).slice(-4),
            access: 'read',
            made_by: maker.keyId,
            created_at: toIso(NOW),
            expires_at: toIso(NOW + 3_600_000),
          },
        ],
      },
    });
    expect(listed.body).not.toContain(hashApiKey(String(url).split('#key=')[1] ?? ''));
    await send({ method: 'DELETE', path: `/v1/portal-links/${keyId}` });
    expect(await send({ path: '/v1/portal-links' })).toMatchObject({ json: { links: [] } });
  });

  it('is of one tenant', async () => {
    const { make, send } = setUp();
    await make();
    const other = await send({ path: '/v1/portal-links', tenantId: 'globex' });
    expect(other).toMatchObject({ status: 200, json: { links: [] } });
  });
});

describe('a link that is revoked', () => {
  const revoke = ({ send }: ReturnType<typeof setUp>, keyId: unknown, tenantId = 'acme') =>
    send({ method: 'DELETE', path: `/v1/portal-links/${keyId}`, tenantId });

  it('stays so, however often', async () => {
    const api = setUp();
    const { key_id: keyId } = Object((await api.make()).json);
    for (const _ of [1, 2])
      expect(await revoke(api, keyId)).toMatchObject({
        status: 200,
        json: { key_id: keyId, revoked: true, effective_within_seconds: 0 },
      });
    expect(api.links()).toMatchObject([{ status: 'REVOKED' }]);
  });

  it('is one of the tenant’s links, and no key', async () => {
    const api = setUp();
    const { key_id: keyId } = Object((await api.make()).json);
    expect(await revoke(api, keyId, 'globex')).toEqual(problem(404, 'portal_link_not_found'));
    expect(await revoke(api, api.maker.keyId)).toEqual(problem(404, 'portal_link_not_found'));
    expect(await revoke(api, 'nonsense')).toEqual(problem(400, 'params_invalid'));
    expect(api.identity.items()).toMatchObject([{ status: 'ACTIVE' }, { status: 'ACTIVE' }]);
  });
});

it('a session is of links only', async () => {
  const answer = await createTestApi().send({ path: '/v1/portal-session' });
  expect(answer).toEqual(problem(403, 'portal_only'));
});
