import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type CheckHealth = () => Promise<Readonly<Record<string, 'ok' | 'failing'>>>;

/** Asks table, queues and secrets whether they answer; tells nothing about why not, since anybody may ask. */
export function createCheckHealth(deps: {
  readonly dynamoDb: DynamoDBClient;
  readonly eventsTable: string;
  readonly sqs: SQSClient;
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly readSecrets: () => Promise<unknown>;
}): CheckHealth {
  return async () => {
    const checks: Record<string, Promise<unknown>> = {
      table: deps.dynamoDb.send(new DescribeTableCommand({ TableName: deps.eventsTable })),
      secrets: deps.readSecrets(),
    };
    for (const [name, QueueUrl] of Object.entries(deps.queueUrls)) {
      checks[name] = deps.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    }
    const results = await Promise.allSettled(Object.values(checks));
    return Object.fromEntries(
      Object.keys(checks).map((name, index) => [
        name,
        results[index]?.status === 'fulfilled' ? 'ok' : 'failing',
      ]),
    );
  };
}
