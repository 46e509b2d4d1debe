import { tenantIdSchema } from '@switchyard/core/ids';
import { isApiKey, isPortalKey, isReadableKey, keyStatus, type StoredKey } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable, formatTime } from '../../format.ts';

export const keysList = defineCommand({
  name: 'keys list',
  summary: 'its keys and their state',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['keys list acme'],
  async run({ open, clock }, { tenantId }) {
    const { keys } = await findTenant(await open(), tenantId);
    return { tenant_id: tenantId, keys: keys.map((key) => keyView(key, clock())) };
  },
  text: ({ keys }) => keysText(keys),
});

type KeyView = ReturnType<typeof keyView>;

/** A key as operators see it: nothing from which the token could be found. */
export const keyView = (key: StoredKey, nowMs: number) => ({
  key_id: key.keyId,
  status: keyStatus(key, nowMs),
  ...(isPortalKey(key) ? { role: key.role, access: key.access } : {}),
  ...(isApiKey(key) ? { plan: key.plan, last_used_on: key.lastUsedOn } : {}),
  ...(isReadableKey(key)
    ? { last_four: key.lastFour, label: key.label, created_at: key.createdAt, expires_at: key.expiresAt }
    : {}),
});

export function keysText(keys: readonly KeyView[]): string {
  if (keys.length === 0) return 'No keys. Make one with `keys create`.';
  return formatTable(
    ['KEY', 'ENDS WITH', 'STATUS', 'FOR', 'LABEL', 'PLAN', 'LAST USED', 'CREATED', 'EXPIRES'],
    keys.map(
      ({
        key_id,
        status,
        access,
        last_four = '-',
        label = '-',
        plan = '-',
        last_used_on = '-',
        created_at,
        expires_at,
      }) => [
        key_id,
        last_four,
        status,
        access === undefined ? 'the API' : `the portal (${access})`,
        label,
        plan,
        last_used_on,
        created_at === undefined ? '-' : formatTime(created_at),
        expires_at === undefined ? 'never' : formatTime(expires_at),
      ],
    ),
  );
}
