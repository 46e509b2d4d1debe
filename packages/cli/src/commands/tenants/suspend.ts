import { tenantIdSchema } from '@switchyard/core/ids';
import { AUTHORIZER_CACHE_SECONDS, changeKeyStatus } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count } from '../../format.ts';

export const tenantsSuspend = defineCommand({
  name: 'tenants suspend',
  summary: 'refuse its requests with 403; deliveries under way go on',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['tenants suspend acme', 'tenants resume acme'],
  async run({ open }, { tenantId }) {
    const deployment = await open();
    const { keys } = await findTenant(deployment, tenantId);
    let changed = 0;
    let suspended = 0;
    for (const key of keys) {
      if (key.status === 'REVOKED') continue;
      if (!(await changeKeyStatus(deployment, key, { from: ['ACTIVE'], to: 'SUSPENDED' }))) continue;
      suspended += 1;
      if (key.status === 'ACTIVE') changed += 1;
    }
    return {
      tenant_id: tenantId,
      changed_keys: changed,
      suspended_keys: suspended,
      effective_within_seconds: AUTHORIZER_CACHE_SECONDS,
    };
  },
  text({ tenant_id, changed_keys, suspended_keys }) {
    if (suspended_keys === 0) {
      return `Tenant ${tenant_id} has no key that could be suspended, so it cannot send; a key made later will be active.`;
    }
    if (changed_keys === 0) return `Tenant ${tenant_id} was suspended already.`;
    return `Tenant ${tenant_id} is suspended: ${count(changed_keys, 'key')}. API Gateway caches a decision, so a key that was just used may work for up to ${AUTHORIZER_CACHE_SECONDS} s; links to its portal end at once.`;
  },
});
