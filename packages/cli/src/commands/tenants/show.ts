import { tenantIdSchema } from '@switchyard/core/ids';
import { planOf, tenantStatus } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { indent } from '../../format.ts';
import { readUsage, usageText } from '../../usage-plans.ts';
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
    const deployment = await open();
    const tenant = await findTenant(deployment, tenantId);
    const now = clock();
    const place = planOf(tenant.keys);
    return {
      tenant_id: tenantId,
      status: tenantStatus(tenant, now),
      plan: place.plan,
      usage: await readUsage(deployment, tenantId, place, now),
      keys: tenant.keys.map((key) => keyView(key, now)),
      endpoints: tenant.endpoints.map((endpoint) => endpointAnswer(endpoint, now)),
    };
  },
  text: ({ tenant_id, status, plan, usage, keys, endpoints }) =>
    [
      `Tenant ${tenant_id}: ${status}, plan ${plan}${usage === undefined ? '' : `: ${usageText(usage)}`}`,
      '',
      indent(keysText(keys)),
      '',
      indent(endpointsText(endpoints)),
    ].join('\n'),
});
