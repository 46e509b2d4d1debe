import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { StackResource } from '../template/load-stack.ts';
import { type Backend, callBackend, RefusedCallError } from './backend.ts';
import { generateSecretString, generateSecretStringSchema } from './generate-secret-string.ts';
import type { SecretsManager } from './secrets-manager.ts';

const secretSchema = z.object({
  SecretString: z.string().optional(),
  GenerateSecretString: generateSecretStringSchema.optional(),
});

const initialValue = (secret: StackResource): string | undefined => {
  const { SecretString, GenerateSecretString } = secretSchema.parse(secret.properties());
  return SecretString ?? (GenerateSecretString && generateSecretString(GenerateSecretString));
};

export function createEmbeddedSecrets(manager: SecretsManager, secrets: readonly StackResource[]): void {
  for (const secret of secrets) {
    manager.create(secret.identity.name, initialValue(secret), secret.identity.ref);
  }
}

/** @returns the service's own ARN of each secret, by the ARN that the template's references resolve to */
export async function createExternalSecrets(
  service: Backend,
  secrets: readonly StackResource[],
): Promise<Map<string, string>> {
  const arns = new Map<string, string>();
  for (const secret of secrets) {
    const SecretString = initialValue(secret);
    const Name = secret.identity.name;
    const input = {
      Name,
      ClientRequestToken: randomUUID(),
      ...(SecretString === undefined ? {} : { SecretString }),
    };
    const { ARN } = await callBackend(service, 'CreateSecret', input).catch((error: unknown) => {
      if (!(error instanceof RefusedCallError) || error.name !== 'ResourceExistsException') throw error;
      return callBackend(service, 'DescribeSecret', { SecretId: Name });
    });
    if (typeof ARN === 'string') arns.set(secret.identity.ref, ARN);
  }
  return arns;
}

/** Puts the service's own ARN in the place of the template's. */
export const withSecretArns = (service: Backend, arns: ReadonlyMap<string, string>): Backend => ({
  ...service,
  call: (operation, input, raw, signal) => {
    const known = arns.get(String(input.SecretId));
    if (known === undefined) return service.call(operation, input, raw, signal);
    const sent = { ...input, SecretId: known };
    return service.call(operation, sent, JSON.stringify(sent), signal);
  },
});
