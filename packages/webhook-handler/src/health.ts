import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ProviderSecretsCache } from './provider-secrets.ts';

export type HealthContext = {
  readonly dynamoDb: DynamoDBClient;
  readonly eventsTable: string;
  readonly sqsClient: SQSClient;
  /** By the name that the answer has for each. */
  readonly watchedQueueUrls: Readonly<Record<string, string>>;
  readonly providerSecrets: Pick<ProviderSecretsCache, 'get'>;
};

export type HealthChecks = Readonly<Record<string, 'ok' | 'failing'>>;

/** Asks table, queues and secrets whether they answer; tells nothing about why not, since anybody may ask. */
export async function checkHealth(context: HealthContext): Promise<HealthChecks> {
  const { dynamoDb, sqsClient } = context;
  const checks: Record<string, Promise<unknown>> = {
    table: dynamoDb.send(new DescribeTableCommand({ TableName: context.eventsTable })),
    // Each provider's part is read: one that is not as described throws.
    secrets: context.providerSecrets.get().then((secrets) => Object.values(secrets)),
  };
  for (const [name, QueueUrl] of Object.entries(context.watchedQueueUrls)) {
    checks[name] = sqsClient.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  }
  const results = await Promise.allSettled(Object.values(checks));
  return Object.fromEntries(
    Object.keys(checks).map((name, index) => [
      name,
      results[index]?.status === 'fulfilled' ? 'ok' : 'failing',
    ]),
  );
}
