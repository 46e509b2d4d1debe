import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LogLine, Progress } from '@switchyard/aws-local';
import { clientOptions, EMULATOR_ACCESS_KEY_ID } from '@switchyard/aws-local';
import { startDynamodbServer, startSqsServer } from '@switchyard/aws-local/testing';
import { createLocalTenant } from '../src/create-local-tenant.ts';
import { createHooksClient } from '../src/demo/hooks-client.ts';
import { openSession } from '../src/session/open-session.ts';
import { parseSessionSettings } from '../src/session/session-settings.ts';
import { eventIdOf, type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { contribute } from '../testing/run-evidence.ts';
import { PATIENCE_MS } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

it('AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_SQS are used instead of the embedded ones', async () => {
  const [dynamodb, sqs] = await Promise.all([startDynamodbServer(), startSqsServer('us-east-1')]);
  const dynamoDbClient = new DynamoDBClient(clientOptions(dynamodb.url, 'us-east-1', EMULATOR_ACCESS_KEY_ID));
  const sqsClient = new SQSClient(clientOptions(sqs.url, 'us-east-1', EMULATOR_ACCESS_KEY_ID));
  const steps: Progress[] = [];
  const lines: LogLine[] = [];
  const session = await openSession({
    assemblyDirectory: flow.assemblyDirectory,
    settings: parseSessionSettings({
      PORT: '0',
      RECEIVER_PORT: '0',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
    }),
    onProgress: (step) => steps.push(step),
    onLog: (line) => lines.push(line),
  });
  try {
    const { deployment, documents, stack } = session;
    const [tables, queues] = [stack.tables, stack.queues].map((named) => Object.values(named).length);
    expect(steps).toContainEqual({ name: 'Tables', detail: `${tables} in ${dynamodb.url}` });
    expect(steps).toContainEqual({ name: 'Queues', detail: `${queues} in ${sqs.url}` });
    const endpoint = await flow.startEndpoint();
    const createIt = () =>
      createLocalTenant(
        { documents, tables: deployment.tables },
        { tenantId: 'elsewhere', targetUrl: endpoint.url },
      );
    const before = await createIt();
    // As a second start finds it in tables that keep their data.
    const { apiKey, webhookSecret } = await createIt();
    expect([apiKey === before.apiKey, webhookSecret]).toEqual([false, before.webhookSecret]);
    const hooks = createHooksClient(deployment.hooksUrl, apiKey);
    const { body } = await hooks.postEvent('{"n":1}');
    await hooks.waitForStatus(eventIdOf(body), 'DELIVERED', PATIENCE_MS);

    const { TableNames } = await dynamoDbClient.send(new ListTablesCommand({}));
    expect(new Set(TableNames)).toEqual(new Set(Object.values(deployment.tables)));
    const { Items = [] } = await dynamoDbClient.send(
      new ScanCommand({ TableName: deployment.tables.Events }),
    );
    expect(Items.map(({ status }) => status?.S).filter((status) => status !== undefined)).toEqual([
      'DELIVERED',
    ]);
    const { QueueUrls } = await sqsClient.send(new ListQueuesCommand({}));
    expect(QueueUrls).toHaveLength(queues ?? 0);
  } finally {
    await session.close();
    await contribute(flow.controlUrl, { permissions: [session.stack.permissionReport()], lines });
    dynamoDbClient.destroy();
    sqsClient.destroy();
    await Promise.all([dynamodb.stop(), sqs.stop()]);
  }
});
