import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What every function of a deployment has in common. */
export type FunctionDefaults = {
  readonly logRetention: RetentionDays;
  readonly isProduction: boolean;
};
