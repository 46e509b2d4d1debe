import { describe, expect, it } from '@jest/globals';
import { aKey, NOW } from '../../testing/index.ts';
import { isSuspended, planOf, tenantStatus } from './tenant.ts';
import {
  isApiKey,
  isPortalKey,
  isReadableKey,
  type PortalKey,
  parseKey,
  tenantIdentitySchema,
} from './tenant-identity.ts';

const aPortalKey = (changes: Partial<PortalKey> = {}): PortalKey => ({
  apiKeyHash: 'a'.repeat(64),
  tenantId: 'acme',
  keyId: 'key_2',
  status: 'ACTIVE',
  role: 'portal',
  access: 'read',
  createdAt: new Date(NOW).toISOString(),
  expiresAt: new Date(NOW + 60_000).toISOString(),
  forgetAt: 1,
  ...changes,
});

describe('the key of a link to the portal', () => {
  it('is told apart from one that may do everything', () => {
    const key = parseKey(aPortalKey());
    expect(key).toEqual(aPortalKey());
    expect(key !== undefined && [isPortalKey(key), isApiKey(key), isReadableKey(key)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([isPortalKey(aKey()), isApiKey(aKey())]).toEqual([false, true]);
  });

  it('cannot be read by a version that knows no roles, which would let it do everything', () => {
    const { role: _, ...earlier } = tenantIdentitySchema.shape;
    expect(tenantIdentitySchema.pick({ plan: true }).safeParse(aPortalKey()).success).toBe(false);
    expect(Object.keys(earlier)).toContain('plan');
  });

  it.each<[string, object]>([
    ['an unknown role', { ...aKey(), role: 'admin' }],
    ['no access', { ...aPortalKey(), access: undefined }],
    ['an unknown access', { ...aPortalKey(), access: 'write' }],
    ['no end', { ...aPortalKey(), expiresAt: undefined }],
  ])('with %s opens nothing', (_, item) => {
    expect(parseKey(item)).toMatchObject({ status: 'UNREADABLE' });
  });

  it('says nothing of its tenant', () => {
    const keys = [
      aKey({ plan: 'pro', status: 'REVOKED' }),
      aPortalKey({ status: 'SUSPENDED' }),
      aPortalKey(),
    ];
    expect(planOf(keys)).toEqual({ plan: 'pro' });
    expect(isSuspended(keys)).toBe(false);
    expect(tenantStatus({ keys, endpoints: [] }, NOW)).toBe('NO_VALID_KEY');
  });
});
