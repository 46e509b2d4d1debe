import { createHash } from 'node:crypto';
import { createWebhookSecret, type Endpoint, hashApiKey, type TenantIdentity } from '@switchyard/core';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const clock = () => NOW;

/** Other bytes at each call and the same at each run. */
export function countingRandom(seed = 'test'): (size: number) => Uint8Array {
  let calls = 0;
  return (size) => {
    calls += 1;
    return createHash('shake256', { outputLength: size }).update(`${seed}${calls}`).digest();
  };
}

export const aKey = (overrides: Partial<TenantIdentity> = {}): TenantIdentity => ({
  apiKeyHash: hashApiKey(overrides.keyId ?? 'key_1'),
  tenantId: 'acme',
  keyId: 'key_1',
  status: 'ACTIVE',
  plan: 'standard',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
});

export const anEndpoint = (overrides: Partial<Endpoint> = {}): Endpoint => ({
  tenantId: 'acme',
  endpointId: 'default',
  targetUrl: 'https://hooks.example.com/acme',
  secrets: [
    { secret: createWebhookSecret(countingRandom('endpoint')), createdAt: '2026-01-01T00:00:00.000Z' },
  ],
  status: 'ENABLED',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...overrides,
});
