import type { Plan } from '@switchyard/core/tenants';
import { Aws, Fn } from 'aws-cdk-lib';
import { ApiKey, Period, type RestApi, UsagePlan } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';

/** What tenants without limits are counted under: of this stack alone, and known before its API key is made. */
export const defaultUsageKey = (): string => Fn.select(2, Fn.split('/', Aws.STACK_ID));

export type UsagePlansProps = { readonly api: RestApi; readonly plans: readonly Plan[] };

/**
 * API Gateway's usage plans of the hooks API. The tenants' API keys in them are made with the tenants, by the CLI. The
 * default key is there before any method asks for keys: a usage plan can be made only after the stage.
 */
export class UsagePlans extends Construct {
  /** `<name>=<id>` of each, with commas between. */
  readonly ids: string;

  constructor(scope: Construct, id: string, { api, plans }: UsagePlansProps) {
    super(scope, id);
    const apiStages = [{ stage: api.deploymentStage }];
    const key = new ApiKey(this, 'DefaultKey', {
      value: defaultUsageKey(),
      description: 'Tenants whose plan has no limits',
    });
    new UsagePlan(this, 'Unlimited', {
      description: 'Tenants whose plan has no limits',
      apiStages,
    }).addApiKey(key);
    const limited = plans.map(({ name, rate, burst, dailyQuota }) => {
      const plan = new UsagePlan(this, `Plan-${name}`, {
        description: `Limits of each tenant on plan ${name}`,
        apiStages,
        throttle: { rateLimit: rate, burstLimit: burst },
        ...(dailyQuota === undefined ? {} : { quota: { limit: dailyQuota, period: Period.DAY } }),
      });
      return `${name}=${plan.usagePlanId}`;
    });
    this.ids = limited.join();
  }
}
