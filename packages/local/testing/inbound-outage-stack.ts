import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LogLine } from '@switchyard/aws-local';
import { clientOptions } from '@switchyard/aws-local';
import { parseObject } from '@switchyard/aws-local/json';
import { startDynamodbServer, startSqsServer } from '@switchyard/aws-local/testing';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { createLocalTenant } from '../src/create-local-tenant.ts';
import { type EndpointServer, startEndpointServer } from '../src/demo/endpoint-server.ts';
import { createHooksClient } from '../src/demo/hooks-client.ts';
import { describeLocalStack } from '../src/session/local-json.ts';
import { openSession } from '../src/session/open-session.ts';
import { parseSessionSettings } from '../src/session/session-settings.ts';
import { neverLogged, takeCanaries } from './canaries.ts';
import type { FlowStack } from './flow-stack.ts';
import { startFaultyService } from './inbound-faults.ts';
import { createInboundQueue } from './inbound-queue.ts';
import { SECRETS } from './inbound-secrets.ts';
import { contribute } from './run-evidence.ts';

/**
 * Shorter than the queue's own: the delay is as long as a lease, but nobody is stopped while it holds one here; and what
 * a busy machine takes from the spool before the table is back comes again while its test still waits.
 */
const SPOOL_CHANGES: Readonly<Record<string, object>> = {
  SendMessage: { DelaySeconds: 1 },
  ReceiveMessage: { VisibilityTimeout: 4 },
};

export type OutageStack = Awaited<ReturnType<typeof openOutageStack>>;

/** A stack of its own, whose table and queues can be made to fail. What its functions did counts for the whole run. */
export async function openOutageStack({
  assemblyDirectory,
  controlUrl,
}: Pick<FlowStack, 'assemblyDirectory' | 'controlUrl'>) {
  const [dynamoDbBackend, sqsBackend] = await Promise.all([
    startDynamodbServer(),
    startSqsServer('us-east-1'),
  ]);
  const [dynamoDb, queues] = await Promise.all([
    startFaultyService(dynamoDbBackend.url),
    startFaultyService(sqsBackend.url),
  ]);
  queues.rewriteBy(({ operation, body }) => {
    const change = SPOOL_CHANGES[operation];
    const sent = change === undefined ? undefined : parseObject(body);
    return isSpool(sent?.QueueUrl) ? JSON.stringify({ ...sent, ...change }) : body;
  });
  const logs: LogLine[] = [];
  const session = await openSession({
    assemblyDirectory,
    settings: parseSessionSettings({
      PORT: '0',
      RECEIVER_PORT: '0',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SQS: queues.url,
    }),
    onLog: (line) => logs.push(line),
  });
  const local = describeLocalStack(session.stack, session.deployment, session.operatorToken);
  const options = (endpoint: string) => clientOptions(endpoint, local.region, local.access_key_id);
  const sqs = new SQSClient(options(local.sqs_endpoint));
  const secretsManager = new SecretsManagerClient(options(local.secretsmanager_endpoint));
  const endpoints: EndpointServer[] = [];

  async function putSecrets(secrets: ProviderSecrets): Promise<void> {
    const SecretString = JSON.stringify(secrets);
    await secretsManager.send(new PutSecretValueCommand({ SecretId: local.secrets.providers, SecretString }));
  }
  await putSecrets(SECRETS);

  return {
    local,
    hooksUrl: local.hooks_url,
    documents: session.documents,
    dynamoDb,
    queues,
    logs,
    putSecrets,
    queue: (name: string) => createInboundQueue(sqs, local.queue_urls[name] ?? name),
    permissions: session.stack.permissionReport,

    async createTenant(tenantId: string) {
      const endpoint = await startEndpointServer();
      endpoints.push(endpoint);
      const { apiKey, webhookSecret } = await createLocalTenant(
        { documents: session.documents, tables: local.tables },
        { tenantId, targetUrl: endpoint.url },
      );
      neverLogged('API key', apiKey);
      neverLogged('webhook secret', webhookSecret);
      return { endpoint, hooks: createHooksClient(local.hooks_url, apiKey) };
    },

    async close(): Promise<void> {
      sqs.destroy();
      secretsManager.destroy();
      await session.close();
      const permissions = [session.stack.permissionReport()];
      await contribute(controlUrl, { permissions, lines: logs, canaries: takeCanaries() });
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
      await Promise.all([dynamoDb.stop(), queues.stop()]);
      await Promise.all([dynamoDbBackend.stop(), sqsBackend.stop()]);
    },
  };
}

const isSpool = (queueUrl: unknown): boolean => /CallbacksSpoolQueue/.test(String(queueUrl));
