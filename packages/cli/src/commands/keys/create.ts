import { toIso } from '@switchyard/core/clock';
import { tenantIdSchema } from '@switchyard/core/ids';
import { createKey, isSuspended, planOf } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTime } from '../../format.ts';
import { expiresInSchema, labelSchema } from '../../input-schemas.ts';
import { requireFinished } from '../../require-finished.ts';

export const keysCreate = defineCommand({
  name: 'keys create',
  summary: 'make another key; shows it once',
  input: z.object({
    tenantId: tenantIdSchema,
    label: labelSchema.optional(),
    expiresIn: expiresInSchema.optional(),
  }),
  arguments: ['tenantId'],
  options: {
    label: ['<text>', 'what the key is for'],
    expiresIn: ['<duration>', 'such as 12h or 90d (default: never)'],
  },
  examples: ['keys create acme --label ci --expires-in 90d'],
  async run({ open, clock, random }, { tenantId, label, expiresIn }) {
    const deployment = await open();
    const tenant = await findTenant(deployment, tenantId);
    requireFinished(tenant);
    const { apiKey, key } = await createKey(
      { ...deployment, clock, random },
      {
        tenantId,
        status: isSuspended(tenant.keys) ? 'SUSPENDED' : 'ACTIVE',
        ...planOf(tenant.keys),
        label,
        ...(expiresIn === undefined ? {} : { expiresAt: toIso(clock() + expiresIn) }),
      },
    );
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
  },
  text({ tenant_id, key_id, api_key, status, expires_at }, { colors }) {
    const expiry = expires_at === undefined ? '' : ` and expires ${formatTime(expires_at)}`;
    const lines = [
      `Key ${key_id} of tenant ${tenant_id} is created${expiry}.`,
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
  },
});
