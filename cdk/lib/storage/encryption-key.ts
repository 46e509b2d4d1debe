import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';

/** What a function needs of the key to use tables, queues and secrets that are encrypted with it. */
export const KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** One customer-managed key for all that the stack stores, renewed by AWS each year. */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { removalPolicy }: Pick<StackDefaults, 'removalPolicy'>) {
    super(scope, id);
    const { region, account, partition } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the tables, queues, secrets, logs and alarms of this stack',
      enableKeyRotation: true,
      // Data that outlives the stack can be read only as long as its key exists.
      removalPolicy,
    });
    this.#allowService(
      'Logs',
      `logs.${region}.amazonaws.com`,
      ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    );
    this.#allowService('Alarms', 'cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*'], {
      StringEquals: { 'aws:SourceAccount': account },
    });
  }

  #allowService(
    sid: string,
    service: string,
    actions: readonly string[],
    conditions: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        // In a key's own policy `*` is the key itself.
        resources: ['*'],
        conditions,
      }),
    );
  }
}
