import { tenantIdSchema } from '@switchyard/core/ids';
import { planOf, tenantStatus } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { indent } from '../../format.ts';
import { endpointAnswer, endpointsText } from '../endpoints/endpoint-text.ts';
import { keysText, keyView } from '../keys/list.ts';

export const tenantsShow = defineCommand({
  name: 'tenants show',
  summary: 'its keys and endpoints, without secrets',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['tenants show acme'],
  async run({ open, clock }, { tenantId }) {
    const tenant = await findTenant(await open(), tenantId);
    const now = clock();
    return {
      tenant_id: tenantId,
      status: tenantStatus(tenant, now),
      plan: planOf(tenant.keys),
      keys: tenant.keys.map((key) => keyView(key, now)),
      endpoints: tenant.endpoints.map((endpoint) => endpointAnswer(endpoint, now)),
    };
  },
  text: ({ tenant_id, status, plan, keys, endpoints }) =>
    [
      `Tenant ${tenant_id}: ${status}, plan ${plan}`,
      '',
      indent(keysText(keys)),
      '',
      indent(endpointsText(endpoints)),
    ].join('\n'),
});
