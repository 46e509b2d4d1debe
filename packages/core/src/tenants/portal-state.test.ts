import { describe, expect, it } from '@jest/globals';
import { aKey, createTestTables, NOW } from '../../testing/index.ts';
import { createPortalKey } from './create-portal-key.ts';
import { portalState } from './portal-state.ts';
import type { PortalKey, TenantIdentity } from './tenant-identity.ts';

const HOUR_MS = 3_600_000;

async function setUp(
  { link, maker }: { link?: Partial<PortalKey>; maker?: Partial<TenantIdentity> | null } = {},
  nowMs = NOW,
) {
  const { documents, identity, identityTable } = createTestTables();
  const key = aKey(maker ?? {});
  if (maker !== null) identity.store(key);
  const { key: made } = await createPortalKey(
    { documents, identityTable, clock: () => NOW, random: (size) => Buffer.alloc(size, 3) },
    {
      tenantId: 'acme',
      access: 'full',
      status: 'ACTIVE',
      expiresAtMs: NOW + HOUR_MS,
      madeBy: key.apiKeyHash,
    },
  );
  return {
    state: () => portalState({ documents, identityTable, clock: () => nowMs }, { ...made, ...link }),
    identity,
    made,
  };
}

describe('a link to the portal', () => {
  it('is open until its time is over', async () => {
    expect(await (await setUp({}, NOW + HOUR_MS - 1)).state()).toBe('open');
    expect(await (await setUp({}, NOW + HOUR_MS)).state()).toBe('expired');
  });

  it('is forgotten by the table a day later', async () => {
    const { made, identity } = await setUp();
    expect(made.forgetAt).toBe((NOW + HOUR_MS) / 1_000 + 86_400);
    expect(identity.items()).toContainEqual(made);
  });

  it.each([
    ['REVOKED', 'revoked'],
    ['SUSPENDED', 'suspended'],
  ] as const)('that is %s is %s', async (status, state) => {
    expect(await (await setUp({ link: { status } })).state()).toBe(state);
  });

  it.each<[string, Partial<TenantIdentity> | null, string]>([
    ['was revoked', { status: 'REVOKED' }, 'revoked'],
    ['is suspended, with its tenant', { status: 'SUSPENDED' }, 'suspended'],
    ['has expired', { expiresAt: new Date(NOW).toISOString() }, 'expired'],
    ['is gone', null, 'revoked'],
    ['is another tenant’s', { tenantId: 'globex' }, 'revoked'],
  ])('ends with the key that it was made with, which %s', async (_, maker, state) => {
    expect(await (await setUp({ maker })).state()).toBe(state);
  });

  it('made by an operator depends on no key', async () => {
    expect(await (await setUp({ link: { madeBy: undefined }, maker: null })).state()).toBe('open');
  });
});
