import {
  type APIGatewayClient,
  type ApiKey,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { isAwsError } from '@switchyard/core/errors';
import { DEFAULT_PLAN, type PlaceInPlan } from '@switchyard/core/tenants';
import { CommandError, UsageError } from './errors.ts';

export type UsagePlansContext = {
  readonly apiGateway: Pick<APIGatewayClient, 'send'>;
  /** Ids by name: those of the setting PLANS. */
  readonly usagePlans: ReadonlyMap<string, string>;
};

/** @throws UsageError when the deployment has plans, and this is none of them */
export function requirePlan({ usagePlans }: Pick<UsagePlansContext, 'usagePlans'>, plan: string): void {
  if (usagePlans.size === 0 || usagePlans.has(plan) || plan === DEFAULT_PLAN) return;
  const allowed = [...usagePlans.keys(), DEFAULT_PLAN].join(', ');
  throw new UsageError(`There is no plan ${plan}. Those of this deployment (the setting PLANS): ${allowed}.`);
}

/** Of the plan as it is deployed now: another plan of the same name later has another id. */
const keyName = (planId: string, tenantId: string): string => `switchyard/${planId}/${tenantId}`;

/**
 * Makes the API key by which API Gateway counts a tenant on this plan, and puts it in the plan, as far as that has not
 * been done: whoever stopped half way does it again. A key of another plan that the tenant was on stays as it is, since
 * the authorizer's cached answers name it, and it keeps that plan's count of the day.
 *
 * @returns undefined for a plan without limits
 */
export async function joinPlan(
  { apiGateway, usagePlans }: UsagePlansContext,
  tenantId: string,
  plan: string,
): Promise<string | undefined> {
  const planId = usagePlans.get(plan);
  if (planId === undefined) return undefined;
  const name = keyName(planId, tenantId);
  const { id: keyId, value } =
    (await findKey(apiGateway, name)) ??
    (await apiGateway.send(
      new CreateApiKeyCommand({ name, enabled: true, description: `Tenant ${tenantId} on plan ${plan}` }),
    ));
  if (value === undefined) throw new CommandError('api_key_incomplete', `API key ${name} has no value.`);
  try {
    await apiGateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: planId, keyId, keyType: 'API_KEY' }));
  } catch (error) {
    // It is in the plan already.
    if (!isAwsError(error, 'ConflictException')) throw error;
  }
  return value;
}

/** The oldest of this name. */
async function findKey(
  apiGateway: UsagePlansContext['apiGateway'],
  name: string,
): Promise<ApiKey | undefined> {
  const keys = await listKeysByName(apiGateway, name);
  return keys
    .filter((key) => key.name === name)
    .sort((a, b) => Number(a.createdDate) - Number(b.createdDate))[0];
}

/** @param nameQuery what their names begin with */
export async function listKeysByName(
  apiGateway: UsagePlansContext['apiGateway'],
  nameQuery: string,
): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  let position: string | undefined;
  do {
    const page = await apiGateway.send(
      new GetApiKeysCommand({ nameQuery, includeValues: true, limit: 500, position }),
    );
    keys.push(...(page.items ?? []));
    position = page.position;
  } while (position !== undefined);
  return keys;
}

/** What a tenant may send, and has sent today. @returns undefined where it has no limits of its own */
export async function readUsage(
  { apiGateway, usagePlans }: UsagePlansContext,
  tenantId: string,
  { plan, usageIdentifierKey }: PlaceInPlan,
  nowMs: number,
) {
  const planId = usagePlans.get(plan);
  if (planId === undefined || usageIdentifierKey === undefined) return undefined;
  const { throttle, quota } = await apiGateway.send(new GetUsagePlanCommand({ usagePlanId: planId }));
  const limits = { rate: throttle?.rateLimit, burst: throttle?.burstLimit, daily_quota: quota?.limit };
  const keyId = (await findKey(apiGateway, keyName(planId, tenantId)))?.id;
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (keyId === undefined || quota === undefined) return limits;
  const { items } = await apiGateway.send(
    new GetUsageCommand({ usagePlanId: planId, keyId, startDate: today, endDate: today }),
  );
  const [used, left] = items?.[keyId]?.[0] ?? [];
  return { ...limits, used_today: used, left_today: left };
}

export function usageText(usage: Awaited<ReturnType<typeof readUsage>>): string {
  if (usage === undefined) return 'without limits of its own';
  const { rate, burst, daily_quota } = usage;
  const rates = `${rate} requests a second, ${burst} at once`;
  if (daily_quota === undefined) return rates;
  const used =
    'used_today' in usage && usage.used_today !== undefined ? `, ${usage.used_today} used today` : '';
  return `${rates}, ${daily_quota} a day${used}`;
}
