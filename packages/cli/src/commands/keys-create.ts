import { type Clock, toIso } from '@switchyard/core/clock';
import { newId } from '@switchyard/core/ids';
import { createApiKey, hashApiKey, type TenantIdentity } from '@switchyard/core/tenants';
import { formatTime } from '../format.ts';
import type { KeyStore } from '../key-store.ts';
import type { Output } from '../output.ts';
import { isSuspended, planOf, requireFinished, type Tenant } from '../tenant.ts';

export type KeysCreateDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
};

export type KeysCreateInput = {
  readonly tenantId: string;
  readonly label?: string | undefined;
  /** Milliseconds from now. */
  readonly expiresIn?: number | undefined;
};

/** Another key for a tenant: of a suspended one, it is suspended too. */
export function createKeysCreate({ findTenant, keys, clock, random }: KeysCreateDeps) {
  return async ({ tenantId, label, expiresIn }: KeysCreateInput) => {
    const tenant = await findTenant(tenantId);
    requireFinished(tenant);
    const now = clock();
    const apiKey = createApiKey(random);
    const key: TenantIdentity = {
      apiKeyHash: hashApiKey(apiKey),
      tenantId,
      keyId: newId('key', now, random),
      status: isSuspended(tenant.keys) ? 'SUSPENDED' : 'ACTIVE',
      plan: planOf(tenant.keys),
      ...(label === undefined ? {} : { label }),
      createdAt: toIso(now),
      ...(expiresIn === undefined ? {} : { expiresAt: toIso(now + expiresIn) }),
    };
    await keys.put(key);
    return {
      tenant_id: tenantId,
      key_id: key.keyId,
      api_key: apiKey,
      status: key.status,
      label,
      plan: key.plan,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
    };
  };
}

export function keysCreateText(
  {
    tenant_id,
    key_id,
    api_key,
    status,
    expires_at,
  }: Awaited<ReturnType<ReturnType<typeof createKeysCreate>>>,
  colors: Output['colors'],
): string {
  const lines = [
    `Key ${key_id} of tenant ${tenant_id} is created${expires_at === undefined ? '' : ` and expires ${formatTime(expires_at)}`}.`,
    '',
    `  API key  ${colors.bold(api_key)}`,
    '',
    colors.yellow('It is shown only now. Store it before you go on.'),
  ];
  if (status === 'SUSPENDED') {
    lines.push(
      `Tenant ${tenant_id} is suspended, so the key is refused until \`tenants resume ${tenant_id}\`.`,
    );
  }
  return lines.join('\n');
}
