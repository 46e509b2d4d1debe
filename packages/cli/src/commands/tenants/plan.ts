import { tenantIdSchema } from '@switchyard/core/ids';
import { AUTHORIZER_CACHE_SECONDS, changePlan, isApiKey, planOf } from '@switchyard/core/tenants';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { count } from '../../format.ts';
import { planSchema } from '../../input-schemas.ts';
import { joinPlan, readUsage, requirePlan, usageText } from '../../usage-plans.ts';

export const tenantsPlan = defineCommand({
  name: 'tenants plan',
  summary: 'the plan of a tenant, its limits and what is used of them; with a plan: put it on that',
  input: z.object({ tenantId: tenantIdSchema, plan: planSchema.optional() }),
  arguments: ['tenantId', 'plan'],
  options: {},
  examples: ['tenants plan acme', 'tenants plan acme pro', 'tenants plan acme standard'],
  notes:
    'Plans are those of the setting PLANS; standard has no limits where PLANS does not name it. Run it again after a failure: it does what is missing.',
  async run({ open, clock }, { tenantId, plan: wanted }) {
    const deployment = await open();
    const { usagePlans } = deployment;
    if (wanted !== undefined && usagePlans.size === 0)
      throw new CommandError('no_plans', 'This deployment has no plans. Set PLANS and deploy it.');
    if (wanted !== undefined) requirePlan(deployment, wanted);
    const keys = (await findTenant(deployment, tenantId)).keys.filter(isApiKey);
    const before = planOf(keys);
    let place = before;
    let changed = 0;
    if (wanted !== undefined) {
      const usageIdentifierKey = await joinPlan(deployment, tenantId, wanted);
      place = { plan: wanted, ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }) };
      for (const key of keys) {
        if (key.plan === wanted && key.usageIdentifierKey === usageIdentifierKey) continue;
        if (await changePlan(deployment, key, place)) changed += 1;
      }
    }
    return {
      tenant_id: tenantId,
      plan: place.plan,
      plan_before: before.plan,
      usage: await readUsage(deployment, tenantId, place, clock()),
      changed_keys: changed,
      effective_within_seconds: changed === 0 ? 0 : AUTHORIZER_CACHE_SECONDS,
    };
  },
  text({ tenant_id, plan, usage, changed_keys }) {
    const is = `Tenant ${tenant_id} is on plan ${plan}: ${usageText(usage)}.`;
    if (changed_keys === 0) return is;
    return `${is} ${count(changed_keys, 'key')} changed. API Gateway caches a decision, so the plan before may count for up to ${AUTHORIZER_CACHE_SECONDS} s.`;
  },
});
