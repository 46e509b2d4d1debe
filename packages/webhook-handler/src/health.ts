import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@switchyard/core/clock';
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

/** Anybody may ask, and each look costs a call to everything that is looked at. */
export const HEALTH_CACHE_MS = 10_000;

/** Looks at most once in that time, and gives all who ask meanwhile the same answer. */
export function createHealthCheck(
  look: () => Promise<HealthChecks>,
  clock: Clock,
): () => Promise<HealthChecks> {
  let last: { readonly at: number; readonly checks: Promise<HealthChecks> } | undefined;
  return () => {
    if (last === undefined || clock() - last.at >= HEALTH_CACHE_MS) last = { at: clock(), checks: look() };
    return last.checks;
  };
}
