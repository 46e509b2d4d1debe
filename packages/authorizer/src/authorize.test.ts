import { describe, expect, it } from '@jest/globals';
import { createApiKey, hashApiKey, type TenantIdentity } from '@switchyard/core/tenants';
import { aKey, createTestTable, NOW } from '@switchyard/core/testing';
import { authorize } from './authorize.ts';

const apiKey = createApiKey((size) => Buffer.alloc(size, 10));
const anIdentity = (changes: Partial<TenantIdentity> = {}) =>
  aKey({ apiKeyHash: hashApiKey(apiKey), ...changes });

function setUp(identity: Record<string, unknown> | undefined = anIdentity()) {
  const table = createTestTable({ keyNames: ['apiKeyHash'] });
  if (identity !== undefined) table.store(identity);
  const context = { documents: table.documents, identityTable: 'TenantIdentity', clock: () => NOW };
  return { authorize: (authorization?: string) => authorize(context, authorization), table };
}

const refused = (reason: string) => ({ kind: 'unauthorized', reason });

describe('a bearer token', () => {
  it('that was issued is allowed, as its tenant', async () => {
    expect(await setUp().authorize(`Bearer ${apiKey}`)).toEqual({ kind: 'allowed', identity: anIdentity() });
  });

  it.each(['bearer', 'BEARER', 'Bearer '])('is allowed after "%s"', async (scheme) => {
    expect(await setUp().authorize(`${scheme} ${apiKey}`)).toHaveProperty('kind', 'allowed');
  });

  it('that was never issued is unknown', async () => {
    const { authorize, table } = setUp();
    table.remove(anIdentity());
    expect(await authorize(`Bearer ${apiKey}`)).toEqual(refused('unknown'));
  });

  it('that was revoked is refused', async () => {
    expect(await setUp(anIdentity({ status: 'REVOKED' })).authorize(`Bearer ${apiKey}`)).toEqual(
      refused('revoked'),
    );
  });

  it.each([
    ['expired', '2026-03-04T05:06:06.999Z'],
    ['expires at this moment', '2026-03-04T05:06:07.000Z'],
  ])('that %s is refused', async (_, expiresAt) => {
    expect(await setUp(anIdentity({ expiresAt })).authorize(`Bearer ${apiKey}`)).toEqual(refused('expired'));
  });

  it('that expires in a moment is allowed', async () => {
    const identity = anIdentity({ expiresAt: '2026-03-04T05:06:07.001Z' });
    expect(await setUp(identity).authorize(`Bearer ${apiKey}`)).toHaveProperty('kind', 'allowed');
  });

  it('of a suspended tenant is known, but suspended', async () => {
    const identity = anIdentity({ status: 'SUSPENDED' });
    expect(await setUp(identity).authorize(`Bearer ${apiKey}`)).toEqual({ kind: 'suspended', identity });
  });

  it('of a suspended tenant that has expired is refused', async () => {
    const identity = anIdentity({ status: 'SUSPENDED', expiresAt: '2026-01-02T00:00:00.000Z' });
    expect(await setUp(identity).authorize(`Bearer ${apiKey}`)).toEqual(refused('expired'));
  });
});

describe('the key of a link to the portal', () => {
  const link = {
    apiKeyHash: hashApiKey(apiKey),
    tenantId: 'acme',
    keyId: 'key_2',
    status: 'ACTIVE',
    role: 'portal',
    access: 'read',
    createdAt: '2026-03-04T05:00:00.000Z',
    expiresAt: '2026-03-04T06:00:00.000Z',
    forgetAt: 1,
  } as const;

  it('is known as one, and open', async () => {
    expect(await setUp(link).authorize(`Bearer ${apiKey}`)).toEqual({
      kind: 'portal',
      identity: link,
      state: 'open',
    });
  });

  it.each([
    ['expired', { expiresAt: '2026-03-04T05:06:07.000Z' }],
    ['revoked', { status: 'REVOKED' }],
    ['suspended', { status: 'SUSPENDED' }],
    ['revoked', { madeBy: 'f'.repeat(64) }],
  ])('is known as one that is %s, so that it can be said', async (state, changes) => {
    expect(await setUp({ ...link, ...changes }).authorize(`Bearer ${apiKey}`)).toMatchObject({
      kind: 'portal',
      state,
    });
  });

  it('of another role, or half of one, is refused', async () => {
    for (const changes of [{ role: 'admin' }, { access: undefined }, { expiresAt: undefined }])
      expect(await setUp({ ...link, ...changes }).authorize(`Bearer ${apiKey}`)).toEqual({
        ...refused('unreadable'),
        keyId: 'key_2',
      });
  });
});

describe('a header that is malformed', () => {
  const typo = `${apiKey.slice(0, 20)}0${apiKey.slice(21)}`;
  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['only a scheme', 'Bearer'],
    ['only a scheme and a space', 'Bearer '],
    ['a token without a scheme', apiKey],
    ['of another scheme', `Basic ${apiKey}`],
    ['a token with a typo', `Bearer ${typo}`],
    ['a token that is cut', `Bearer ${apiKey.slice(0, -1)}`],
    ['a token with something after it', `Bearer ${apiKey} x`],
    ['a token of another service', 'Bearer sk_live_0123456789'],
  ])('is refused without a read: %s', async (_, header) => {
    const { authorize, table } = setUp();
    expect(await authorize(header)).toEqual(refused('malformed'));
    expect(table.calls).toEqual([]);
  });
});

describe('the store', () => {
  it('is asked for the hash: the token itself never leaves', async () => {
    const { authorize, table } = setUp();
    await authorize(`Bearer ${apiKey}`);
    expect(table.calls).toMatchObject([{ operation: 'get', item: { apiKeyHash: hashApiKey(apiKey) } }]);
  });

  it('that does not answer fails: it is not the caller’s fault', async () => {
    const { authorize, table } = setUp();
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(authorize(`Bearer ${apiKey}`)).rejects.toThrow('throttled');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without a tenant', { tenantId: undefined }, 'unknown'],
    ['with a tenant that cannot be one', { tenantId: 'NO#' }, 'unknown'],
    ['with an unknown status', { status: 'active' }, 'key_1'],
    ['without a plan', { plan: undefined }, 'key_1'],
    ['with a time that is none', { expiresAt: 'tomorrow' }, 'key_1'],
  ])('whose item was edited into one %s is refused, alone', async (_, changes, keyId) => {
    const { authorize } = setUp({ ...anIdentity(), ...changes });
    expect(await authorize(`Bearer ${apiKey}`)).toEqual({ ...refused('unreadable'), keyId });
  });
});
