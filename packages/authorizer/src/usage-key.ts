import type { TenantIdentity } from '@switchyard/core/tenants';

export type UsageKeys = {
  /** The names of those that are deployed. */
  readonly plans: ReadonlySet<string>;
  /** Of a plan without limits, which every stack has. */
  readonly defaultUsageKey: string;
};

/**
 * What API Gateway counts a tenant under. It refuses what it does not know, so a tenant from before there were plans,
 * or whose plan was taken away, goes on without limits.
 */
export const usageKeyOf = (
  { plan, usageIdentifierKey }: Pick<TenantIdentity, 'plan' | 'usageIdentifierKey'>,
  { plans, defaultUsageKey }: UsageKeys,
): string => (plans.has(plan) ? (usageIdentifierKey ?? defaultUsageKey) : defaultUsageKey);
