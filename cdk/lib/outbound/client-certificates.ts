import { ArnFormat, Aws, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { NodeFunction } from '../functions/node-function.ts';
import type { Settings } from '../settings/settings.ts';
import type { EncryptionKey } from '../storage/encryption-key.ts';

type SecretAction = 'CreateSecret' | 'DeleteSecret' | 'GetSecretValue';

/** Certificates by which endpoints know us: a secret each, made when a tenant gives one. */
export type ClientCertificates = {
  /** Of whoever reads them. */
  readonly readerEnvironment: {
    /** Begins the secrets' names. */
    readonly CLIENT_CERTIFICATES_PREFIX: string;
  };
  /** Of whoever makes them. */
  readonly writerEnvironment: ClientCertificates['readerEnvironment'] & {
    readonly CLIENT_CERTIFICATES_KEY?: string;
  };
  allow(to: NodeFunction<Readonly<Record<string, string>>>, actions: readonly SecretAction[]): void;
};

/** @returns undefined while they are switched off: then nothing of the template knows of them */
export function clientCertificates(
  scope: Construct,
  settings: Settings,
  encryptionKey: EncryptionKey | undefined,
): ClientCertificates | undefined {
  if (!settings.CLIENT_CERTIFICATES) return undefined;
  const prefix = `${Stack.of(scope).stackName}/client-certificates/`;
  const resourceName = `${prefix}*`;
  const readerEnvironment = { CLIENT_CERTIFICATES_PREFIX: prefix };
  return {
    readerEnvironment,
    writerEnvironment: {
      ...readerEnvironment,
      ...(encryptionKey === undefined ? {} : { CLIENT_CERTIFICATES_KEY: encryptionKey.key.keyArn }),
    },
    allow(to, actions) {
      const secrets = Stack.of(scope).formatArn({
        service: 'secretsmanager',
        region: Aws.REGION,
        account: Aws.ACCOUNT_ID,
        resource: 'secret',
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
      to.allow(
        actions.map((action) => `secretsmanager:${action}`),
        [secrets],
      );
      Validations.of(to).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${resourceName}]`,
        reason: 'Secrets of endpoints come and go with them, all below the one prefix that is this stack’s.',
      });
    },
  };
}
