import { describe, expect, it } from '@jest/globals';
import { tenantIdentitySchema } from './tenant-identity.ts';

const identity = {
  apiKeyHash: 'a'.repeat(64),
  tenantId: 'acme',
  keyId: 'key_1',
  status: 'ACTIVE',
  plan: 'standard',
  createdAt: '2026-03-04T05:06:07.000Z',
};

describe('an API key’s identity', () => {
  it('is read as stored', () => {
    expect(tenantIdentitySchema.parse(identity)).toEqual(identity);
  });

  it.each([
    ['a hash of another length', { apiKeyHash: 'abc' }],
    ['a status that is not one', { status: 'PAUSED' }],
    ['an expiry that is not a time', { expiresAt: 'soon' }],
    ['no plan', { plan: undefined }],
  ])('with %s is refused', (_, changes) => {
    expect(tenantIdentitySchema.safeParse({ ...identity, ...changes }).success).toBe(false);
  });
});
