import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AnyPrincipal,
  Effect,
  type IPrincipal,
  type IRole,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** What a function needs of the key to use tables, queues and secrets that are encrypted with it. */
const KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** They use the key in the name of the function that calls them. */
const SERVICES = ['dynamodb', 'secretsmanager', 'sns', 'sqs'] as const;

type Grant = {
  readonly sid: string;
  readonly principal: IPrincipal;
  readonly actions: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/**
 * One customer-managed key for all that the stack stores, renewed by AWS each year. Who may use it stands in its own
 * policy: CloudFormation changes a key before what refers to it, and what is encrypted stays readable once the key has
 * left the stack, policy and all.
 */
export class EncryptionKey extends Construct {
  readonly key: Key;
  readonly #roles: IRole[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { region, account, partition, stackName } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: `Encrypts the tables, queues, secrets, logs and alarms of ${stackName}`,
      enableKeyRotation: true,
      // In every stage, also where a deployment is undone: messages, logs and backups are encrypted with it by then.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#allow({
      sid: 'Functions',
      // Not the roles by name: KMS refuses a policy that names a role which it does not know yet.
      principal: new AnyPrincipal(),
      actions: KEY_ACTIONS,
      conditions: {
        ArnEquals: {
          'aws:PrincipalArn': Lazy.list({ produce: () => this.#roles.map(({ roleArn }) => roleArn) }),
        },
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': SERVICES.map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    });
    this.#allow({
      sid: 'Logs',
      principal: new ServicePrincipal(`logs.${region}.amazonaws.com`),
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    });
    this.#allow({
      sid: 'Alarms',
      principal: new ServicePrincipal('cloudwatch.amazonaws.com'),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    });
  }

  /** Lets a function's role use the key through the services that store for it. */
  allowRole(role: IRole): void {
    this.#roles.push(role);
  }

  #allow({ sid, principal, actions, conditions }: Grant): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        principals: [principal],
        actions: [...actions],
        // In a key's own policy `*` is the key itself.
        resources: ['*'],
        conditions,
      }),
    );
  }
}
