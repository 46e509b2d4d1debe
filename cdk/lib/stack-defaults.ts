import type { RemovalPolicy } from 'aws-cdk-lib';
import type { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import type { LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Alarms } from './monitoring/alarms.ts';
import type { EncryptionKey } from './storage/encryption-key.ts';

/** What all resources of a deployment have in common. */
export type StackDefaults = {
  readonly isProduction: boolean;
  /** Tables refuse to be deleted. */
  readonly isProtected: boolean;
  /** What becomes of what holds data when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  readonly logRetention: RetentionDays;
  /** Absent: AWS's own keys. */
  readonly encryptionKey: EncryptionKey | undefined;
  /** A queue or a function cannot be made without a place for its alarms. */
  readonly alarms: Alarms;
  readonly tracing: boolean;
  /** From which level on Lambda itself logs. */
  readonly systemLogLevel: SystemLogLevel;
  /** Environments reserved for a function, by package; of those that are not in it, none. */
  readonly reservedConcurrency: ReadonlyMap<string, number>;
};

export const logGroupProps = ({
  logRetention,
  removalPolicy,
  encryptionKey,
}: StackDefaults): LogGroupProps => ({
  retention: logRetention,
  removalPolicy,
  ...(encryptionKey === undefined ? {} : { encryptionKey: encryptionKey.key }),
});
