import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const optionsOf = (endpoint: string, region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
});

/** @returns the ARN */
export async function createSecret(endpoint: string, region: string, name: string): Promise<string> {
  const client = new SecretsManagerClient(optionsOf(endpoint, region));
  const { ARN } = await client.send(
    new CreateSecretCommand({ Name: `rehearsal-${name}`, SecretString: '{}' }),
  );
  if (ARN === undefined) throw new Error(`moto made no secret ${name}.`);
  return ARN;
}

/** What a stack has made: types and physical ids by logical id. */
export async function listResources(
  endpoint: string,
  region: string,
  stack: string,
): Promise<Map<string, { readonly type: string; readonly id: string }>> {
  const client = new CloudFormationClient(optionsOf(endpoint, region));
  const found = new Map<string, { readonly type: string; readonly id: string }>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: stack, NextToken }));
    for (const {
      LogicalResourceId = '',
      ResourceType = '',
      PhysicalResourceId = '',
    } of page.StackResourceSummaries ?? [])
      found.set(LogicalResourceId, { type: ResourceType, id: PhysicalResourceId });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
