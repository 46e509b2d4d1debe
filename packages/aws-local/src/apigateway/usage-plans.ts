import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Stack } from '../template/load-stack.ts';
import { createThrottle } from './throttle.ts';

const DAY_MS = 86_400_000;

export type ApiKeyRecord = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Milliseconds. */
  readonly createdAt: number;
};

const planSchema = z.object({
  Description: z.string().optional(),
  ApiStages: z.array(z.object({ ApiId: z.string(), Stage: z.string() })).default([]),
  Throttle: z.object({ RateLimit: z.coerce.number(), BurstLimit: z.coerce.number() }).optional(),
  Quota: z
    .object({
      Limit: z.coerce.number(),
      Period: z.enum(['DAY', 'WEEK', 'MONTH']),
      Offset: z.number().default(0),
    })
    .optional(),
});
const apiKeySchema = z.object({
  Name: z.string().optional(),
  Value: z.string().optional(),
  Enabled: z.boolean().default(true),
});
const planKeySchema = z.object({ KeyId: z.string(), UsagePlanId: z.string() });

type KeyInPlan = {
  /** Absent: the plan throttles nothing. */
  readonly takeToken: (() => boolean) | undefined;
  /** Requests by the number of the period. */
  readonly used: Map<number, number>;
};

export type UsagePlanModel = z.infer<typeof planSchema> & {
  readonly id: string;
  readonly name: string;
  readonly keys: Map<string, KeyInPlan>;
};

export type Admission =
  | { readonly kind: 'admitted'; readonly apiKey: ApiKeyRecord }
  | { readonly kind: 'refused'; readonly type: 'INVALID_API_KEY' | 'THROTTLED' | 'QUOTA_EXCEEDED' };

/** The usage plans and API keys of an account: those of the template, and those that are made at run time. */
export type UsagePlans = {
  readonly plans: ReadonlyMap<string, UsagePlanModel>;
  readonly keys: ReadonlyMap<string, ApiKeyRecord>;
  readonly unsupported: readonly string[];
  readonly createKey: (given: {
    readonly name: string;
    readonly value?: string;
    readonly enabled: boolean;
  }) => ApiKeyRecord;
  readonly deleteKey: (id: string) => void;
  readonly addToPlan: (plan: UsagePlanModel, key: ApiKeyRecord) => void;
  /** Requests of this key in the plan's present period. */
  readonly usedNow: (plan: UsagePlanModel, keyId: string) => number;
  readonly admit: (apiId: string, stage: string, value: string | undefined) => Admission;
};

/** @param now milliseconds */
export function createUsagePlans(stack: Stack, now: () => number): UsagePlans {
  const keys = new Map<string, ApiKeyRecord>();
  const plans = new Map<string, UsagePlanModel>();
  const unsupported: string[] = [];

  const addToPlan = ({ keys: inPlan, Throttle }: UsagePlanModel, { id }: ApiKeyRecord): void => {
    const throttle = Throttle && { rateLimit: Throttle.RateLimit, burstLimit: Throttle.BurstLimit };
    inPlan.set(id, { takeToken: throttle && createThrottle(throttle, now), used: new Map() });
  };
  for (const { identity, properties } of stack.ofType('AWS::ApiGateway::ApiKey')) {
    const {
      Name: name = identity.name,
      Value: value = randomUUID(),
      Enabled: enabled,
    } = apiKeySchema.parse(properties());
    keys.set(identity.ref, { id: identity.ref, name, value, enabled, createdAt: now() });
  }
  for (const { identity, logicalId, properties } of stack.ofType('AWS::ApiGateway::UsagePlan')) {
    const plan = planSchema.parse(properties());
    if (plan.Quota !== undefined && plan.Quota.Period !== 'DAY')
      unsupported.push(`${logicalId}: a quota by the ${plan.Quota.Period.toLowerCase()}`);
    if (JSON.stringify(properties().ApiStages ?? []).includes('"Throttle"'))
      unsupported.push(`${logicalId}: limits of single methods`);
    plans.set(identity.ref, { ...plan, id: identity.ref, name: identity.name, keys: new Map() });
  }
  for (const { properties } of stack.ofType('AWS::ApiGateway::UsagePlanKey')) {
    const { KeyId, UsagePlanId } = planKeySchema.parse(properties());
    const [plan, key] = [plans.get(UsagePlanId), keys.get(KeyId)];
    if (plan !== undefined && key !== undefined) addToPlan(plan, key);
  }

  const today = (): number => Math.floor(now() / DAY_MS);
  const find = (value: string | undefined): ApiKeyRecord | undefined =>
    [...keys.values()].find((key) => key.value === value && key.enabled);
  return {
    plans,
    keys,
    unsupported,
    createKey({ name, value = randomUUID(), enabled }) {
      const key = { id: randomUUID().slice(-10), name, value, enabled, createdAt: now() };
      keys.set(key.id, key);
      return key;
    },
    deleteKey(id) {
      keys.delete(id);
      for (const plan of plans.values()) plan.keys.delete(id);
    },
    addToPlan,
    usedNow: (plan, keyId) => plan.keys.get(keyId)?.used.get(today()) ?? 0,
    admit(apiId, stage, value) {
      const apiKey = find(value);
      const plan = [...plans.values()].find(
        ({ ApiStages, keys: inPlan }) =>
          inPlan.has(apiKey?.id ?? '') &&
          ApiStages.some((each) => each.ApiId === apiId && each.Stage === stage),
      );
      const inPlan = plan?.keys.get(apiKey?.id ?? '');
      if (apiKey === undefined || inPlan === undefined) return { kind: 'refused', type: 'INVALID_API_KEY' };
      if (inPlan.takeToken?.() === false) return { kind: 'refused', type: 'THROTTLED' };
      const period = today();
      const used = inPlan.used.get(period) ?? 0;
      if (plan?.Quota !== undefined && used >= plan.Quota.Limit)
        return { kind: 'refused', type: 'QUOTA_EXCEEDED' };
      inPlan.used.set(period, used + 1);
      return { kind: 'admitted', apiKey };
    },
  };
}
