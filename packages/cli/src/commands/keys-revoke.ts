import { NotFoundError } from '@switchyard/core/errors';
import { AUTHORIZER_CACHE_SECONDS } from '@switchyard/core/tenants';
import type { KeyStore } from '../key-store.ts';
import type { Tenant } from '../tenant.ts';

export type KeysRevokeDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly keys: KeyStore;
};

/** Ends a key for good. */
export function createKeysRevoke({ findTenant, keys }: KeysRevokeDeps) {
  return async ({ tenantId, keyId }: { readonly tenantId: string; readonly keyId: string }) => {
    const tenant = await findTenant(tenantId);
    const key = tenant.keys.find((candidate) => candidate.keyId === keyId);
    if (key === undefined) throw new NotFoundError('key', keyId);
    await keys.changeStatus(key, { from: ['ACTIVE', 'SUSPENDED'], to: 'REVOKED' });
    const others = tenant.keys.filter((other) => other !== key && other.status !== 'REVOKED');
    return {
      tenant_id: tenantId,
      key_id: keyId,
      status: 'REVOKED' as const,
      changed: key.status !== 'REVOKED',
      /** The suspension of a tenant is a state of its keys. */
      ends_suspension: key.status === 'SUSPENDED' && others.length === 0,
      effective_within_seconds: AUTHORIZER_CACHE_SECONDS,
    };
  };
}

export function keysRevokeText({
  tenant_id,
  key_id,
  changed,
  ends_suspension,
}: Awaited<ReturnType<ReturnType<typeof createKeysRevoke>>>): string {
  if (!changed) return `Key ${key_id} was revoked already.`;
  const lines = [
    `Key ${key_id} of tenant ${tenant_id} is revoked. API Gateway caches a decision, so a key that was just used may work for up to ${AUTHORIZER_CACHE_SECONDS} s.`,
  ];
  if (ends_suspension) {
    lines.push(
      `It was the last key of a suspended tenant, and nothing else remembers the suspension: a key made later will be active.`,
    );
  }
  return lines.join('\n');
}
