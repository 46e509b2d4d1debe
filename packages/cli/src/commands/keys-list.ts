import type { Clock } from '@switchyard/core/clock';
import type { TenantIdentity } from '@switchyard/core/tenants';
import { formatTable, formatTime } from '../format.ts';
import { keyStatus, type Tenant } from '../tenant.ts';

export type KeysListDeps = {
  readonly findTenant: (tenantId: string) => Promise<Tenant>;
  readonly clock: Clock;
};

export function createKeysList({ findTenant, clock }: KeysListDeps) {
  return async (tenantId: string) => {
    const { keys } = await findTenant(tenantId);
    return { tenant_id: tenantId, keys: keys.map((key) => keySummary(key, clock())) };
  };
}

export type KeySummary = ReturnType<typeof keySummary>;

/** A key as operators see it: nothing from which the token could be found. */
export const keySummary = (key: TenantIdentity, nowMs: number) => ({
  key_id: key.keyId,
  label: key.label,
  status: keyStatus(key, nowMs),
  plan: key.plan,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
});

export function keysListText(keys: readonly KeySummary[]): string {
  if (keys.length === 0) return 'No keys. Make one with `keys create`.';
  return formatTable(
    ['KEY', 'STATUS', 'LABEL', 'PLAN', 'CREATED', 'EXPIRES'],
    keys.map(({ key_id, status, label = '-', plan, created_at, expires_at }) => [
      key_id,
      status,
      label,
      plan,
      formatTime(created_at),
      expires_at === undefined ? 'never' : formatTime(expires_at),
    ]),
  );
}
