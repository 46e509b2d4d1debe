import { PROVIDER_LABELS } from '@switchyard/core/providers';
import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';

/** Tokens and keys of the providers; empty at first, and filled by the CLI. */
export function createProviderSecrets(
  scope: Construct,
  { removalPolicy, encryptionKey }: StackDefaults,
): Secret {
  const secret = new Secret(scope, 'ProviderSecrets', {
    description: `Tokens and keys of ${PROVIDER_LABELS}, as JSON; the CLI writes it`,
    // Valid and empty: until it is filled nothing can be verified, so everything is refused. Never to be changed:
    // CloudFormation would write a new value over what the operator has set.
    generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'placeholder' },
    removalPolicy,
    ...(encryptionKey === undefined ? {} : { encryptionKey: encryptionKey.key }),
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Only the providers can make new ones: pnpm cli secrets rotate leads through it.',
  });
  return secret;
}
