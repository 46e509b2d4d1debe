import { GetUsagePlanKeysCommand } from '@aws-sdk/client-api-gateway';
import { isAwsError } from '@switchyard/core/errors';
import { DEFAULT_PLAN, isApiKey, listAllKeys, type TenantIdentity } from '@switchyard/core/tenants';
import type { OpenDeployment } from '../open-deployment.ts';
import { type Finding, fail, ok, orFailure, skipped, warn } from './finding.ts';

/** Whether API Gateway counts each tenant as its plan says. Reads the whole table of keys. */
export const checkPlans = (deployment: OpenDeployment): Promise<Finding[]> =>
  orFailure('plans', () =>
    lookAt(deployment).catch((error: unknown) => {
      // The role of a deployment knows no tenants, and a deployment must not fail for that.
      if (!isAwsError(error, 'AccessDeniedException')) throw error;
      return skipped(
        'plans',
        'it needs dynamodb:Scan and apigateway:GET, which your credentials do not have',
      );
    }),
  );

async function lookAt(deployment: OpenDeployment): Promise<Finding | readonly Finding[]> {
  const { usagePlans } = deployment;
  if (usagePlans.size === 0) return skipped('plans', 'PLANS is empty: no tenant has limits of its own');
  const counted = new Map<string, ReadonlySet<string>>();
  for (const [plan, planId] of usagePlans) counted.set(plan, await listValues(deployment, planId));
  const keys = (await listAllKeys({ ...deployment, clock: Date.now })).filter(isApiKey);
  const used = keys.filter(({ status }) => status !== 'REVOKED');
  const found = [...Map.groupBy(used, ({ tenantId }) => tenantId)].flatMap(
    ([tenantId, own]) => problemOf(tenantId, own, counted) ?? [],
  );
  return found.length > 0
    ? found
    : ok('plans', `each tenant is counted as its plan says, of ${usagePlans.size}`);
}

async function listValues({ apiGateway }: OpenDeployment, usagePlanId: string): Promise<Set<string>> {
  const values = new Set<string>();
  let position: string | undefined;
  do {
    const page = await apiGateway.send(new GetUsagePlanKeysCommand({ usagePlanId, limit: 500, position }));
    for (const { value = '' } of page.items ?? []) values.add(value);
    position = page.position;
  } while (position !== undefined);
  return values;
}

/** The first that is wrong with a tenant; putting it on its plan again is what repairs it. */
function problemOf(
  tenantId: string,
  keys: readonly TenantIdentity[],
  counted: ReadonlyMap<string, ReadonlySet<string>>,
): Finding | undefined {
  const places = new Set(keys.map(({ plan, usageIdentifierKey }) => `${plan} ${usageIdentifierKey}`));
  const { plan = DEFAULT_PLAN, usageIdentifierKey } = keys.at(-1) ?? {};
  const fix = `\`tenants plan ${tenantId} ${plan}\``;
  const inPlan = counted.get(plan);
  if (places.size > 1) return warn('plans', `the API keys of ${tenantId} are on several plans`, fix);
  if (inPlan === undefined) {
    return plan === DEFAULT_PLAN
      ? undefined
      : warn(
          'plans',
          `${tenantId} is on ${plan}, which PLANS does not name: it has no limits`,
          '`tenants plan`',
        );
  }
  if (usageIdentifierKey === undefined)
    return warn('plans', `${tenantId} is on ${plan}, but has no limits yet`, fix);
  if (inPlan.has(usageIdentifierKey)) return undefined;
  return fail(
    'plans',
    `${tenantId} is on ${plan}, but API Gateway does not know it: its events get 503`,
    fix,
  );
}
