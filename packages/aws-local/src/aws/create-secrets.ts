import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { StackResource } from '../template/load-stack.ts';
import { clientOptions, OPERATOR_ACCESS_KEY_ID } from './client-options.ts';
import { generateSecretString, generateSecretStringSchema } from './generate-secret-string.ts';
import type { SecretsManager } from './secrets-manager.ts';

const secretSchema = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: generateSecretStringSchema.optional(),
});

const initialValue = (secret: StackResource): { secretString?: string } => {
  const { SecretString, GenerateSecretString } = secretSchema.parse(secret.properties());
  const secretString = SecretString ?? (GenerateSecretString && generateSecretString(GenerateSecretString));
  return secretString === undefined ? {} : { secretString };
};

export function createEmbeddedSecrets(manager: SecretsManager, secrets: readonly StackResource[]): void {
  for (const secret of secrets) {
    manager.create(secret.identity.name, initialValue(secret), secret.identity.ref);
  }
}

/** @returns the service's own ARN of each secret, by the ARN that the template's references resolve to */
export async function createExternalSecrets(
  endpoint: string,
  region: string,
  secrets: readonly StackResource[],
): Promise<Map<string, string>> {
  const client = new SecretsManagerClient(clientOptions(endpoint, region, OPERATOR_ACCESS_KEY_ID));
  const arns = new Map<string, string>();
  try {
    for (const secret of secrets) {
      const { secretString } = initialValue(secret);
      const Name = secret.identity.name;
      const { ARN } = await client
        .send(
          new CreateSecretCommand({
            Name,
            ...(secretString === undefined ? {} : { SecretString: secretString }),
          }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof ResourceExistsException)) throw error;
          return client.send(new DescribeSecretCommand({ SecretId: Name }));
        });
      if (ARN) arns.set(secret.identity.ref, ARN);
    }
    return arns;
  } finally {
    client.destroy();
  }
}
