import { tenantIdSchema } from '@switchyard/core/ids';
import { AUTHORIZER_CACHE_SECONDS, changeKeyStatus } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count } from '../../format.ts';

export const tenantsResume = defineCommand({
  name: 'tenants resume',
  summary: 'end a suspension; revoked keys stay revoked',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['tenants resume acme'],
  async run({ open }, { tenantId }) {
    const deployment = await open();
    const { keys } = await findTenant(deployment, tenantId);
    let changed = 0;
    for (const key of keys) {
      if (key.status !== 'SUSPENDED') continue;
      if (await changeKeyStatus(deployment, key, { from: ['SUSPENDED'], to: 'ACTIVE' })) changed += 1;
    }
    return {
      tenant_id: tenantId,
      changed_keys: changed,
      effective_within_seconds: AUTHORIZER_CACHE_SECONDS,
    };
  },
  text({ tenant_id, changed_keys }) {
    if (changed_keys === 0) return `Tenant ${tenant_id} was not suspended.`;
    return `Tenant ${tenant_id} is active again: ${count(changed_keys, 'key')}. API Gateway caches a decision, so a key that was just refused may be refused for up to ${AUTHORIZER_CACHE_SECONDS} s.`;
  },
});
