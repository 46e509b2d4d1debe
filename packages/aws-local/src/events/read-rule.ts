import * as z from 'zod';
import type { StackResource } from '../template/load-stack.ts';

const ruleSchema = z.object({
  ScheduleExpression: z.string().optional(),
  EventPattern: z.unknown().optional(),
  State: z.string().default('ENABLED'),
  Targets: z
    .array(
      z.looseObject({
        Arn: z.string(),
        Input: z.string().optional(),
        InputPath: z.unknown().optional(),
        InputTransformer: z.unknown().optional(),
      }),
    )
    .default([]),
});

export type RuleTarget = {
  readonly arn: string;
  /** What it is handed, as JSON; absent: the event itself. */
  readonly input: string | undefined;
};

export type Rule = {
  readonly logicalId: string;
  readonly arn: string;
  /** Absent: it does not run by itself here. */
  readonly everyMs: number | undefined;
  readonly targets: readonly RuleTarget[];
  /** What of it has no effect here. */
  readonly unsupported: readonly string[];
};

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** @returns undefined for what is no rate: `cron(…)` */
export function readRate(expression: string): number | undefined {
  const [, count = '', unit = ''] = /^rate\(\s*([1-9]\d*)\s+(minute|hour|day)s?\s*\)$/.exec(expression) ?? [];
  return unit === '' ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

export function readRule({ logicalId, identity, properties }: StackResource): Rule {
  const { ScheduleExpression, EventPattern, State, Targets } = ruleSchema.parse(properties());
  const everyMs = ScheduleExpression === undefined ? undefined : readRate(ScheduleExpression);
  const transformed = Targets.some(
    ({ InputPath, InputTransformer }) => InputPath !== undefined || InputTransformer !== undefined,
  );
  return {
    logicalId,
    arn: identity.attributes.Arn ?? '',
    everyMs: State === 'DISABLED' ? undefined : everyMs,
    targets: Targets.map(({ Arn, Input }) => ({ arn: Arn, input: Input })),
    unsupported: [
      ...(EventPattern === undefined ? [] : ['EventPattern']),
      ...(ScheduleExpression === undefined || everyMs !== undefined ? [] : [ScheduleExpression]),
      ...(transformed ? ['targets with InputPath or InputTransformer'] : []),
    ],
  };
}
