import type { Backend } from './aws/backend.ts';
import { createQueues } from './aws/create-queues.ts';
import { createEmbeddedSecrets, createExternalSecrets, withSecretArns } from './aws/create-secrets.ts';
import { createTables } from './aws/create-tables.ts';
import { startEmbeddedDynamodb } from './aws/embedded-dynamodb.ts';
import { createEmbeddedSns } from './aws/embedded-sns.ts';
import { startEmbeddedSqs } from './aws/embedded-sqs.ts';
import { externalBackend } from './aws/external-backend.ts';
import type { Service } from './aws/identify-call.ts';
import { withOurQueueUrls, withTheirQueueUrls } from './aws/queue-urls.ts';
import { createSecretsManager, secretsBackend } from './aws/secrets-manager.ts';
import type { Cleanup } from './cleanup.ts';
import type { LocalStackOptions, Progress } from './local-stack.ts';
import type { Stack } from './template/load-stack.ts';

/** What the steps of a start need of it. */
export type StartContext = {
  readonly stack: Stack;
  readonly region: string;
  /** Where functions reach AWS. */
  readonly awsUrl: string;
  readonly endpoints: NonNullable<LocalStackOptions['endpoints']>;
  readonly cleanup: Cleanup;
  readonly onProgress: (step: Progress) => void;
};

export type OpenBackends = {
  readonly backends: Readonly<Record<Service, Backend>>;
  readonly secretArn: (secretId: string) => string | undefined;
};

/** The services that store things, each with what the template has of it. */
export async function openBackends(start: StartContext): Promise<OpenBackends> {
  const dynamodb = await openDynamodb(start);
  const sqs = await openSqs(start);
  const { secretsmanager, secretArn } = await openSecrets(start);
  for (const { stop } of [dynamodb, sqs, secretsmanager]) start.cleanup.add(stop);
  const sns = createEmbeddedSns(start.stack.ofType('AWS::SNS::Topic'));
  return { backends: { dynamodb, sqs, secretsmanager, sns }, secretArn };
}

async function openDynamodb({ stack, region, endpoints, onProgress }: StartContext): Promise<Backend> {
  const url = endpoints.dynamodb;
  const dynamodb = url ? externalBackend('dynamodb', url, region) : await startEmbeddedDynamodb();
  const tables = stack.ofType('AWS::DynamoDB::Table');
  await createTables(dynamodb, tables);
  onProgress({ name: 'Tables', detail: `${tables.length} in ${url ?? 'memory'}` });
  return dynamodb;
}

async function openSqs({ stack, region, awsUrl, endpoints, onProgress }: StartContext): Promise<Backend> {
  const url = endpoints.sqs;
  const sqs = url ? externalBackend('sqs', url, region) : await startEmbeddedSqs(region);
  const queues = stack.ofType('AWS::SQS::Queue');
  const urls = await createQueues(sqs, queues);
  onProgress({ name: 'Queues', detail: `${queues.length} in ${url ?? 'memory'}` });
  return withOurQueueUrls(url ? withTheirQueueUrls(sqs, url, urls) : sqs, awsUrl);
}

async function openSecrets({ stack, region, endpoints, onProgress }: StartContext) {
  const url = endpoints.secretsManager;
  const secrets = stack.ofType('AWS::SecretsManager::Secret');
  const manager = createSecretsManager(region);
  createEmbeddedSecrets(manager, secrets);
  let secretsmanager = secretsBackend(manager);
  if (url) {
    const service = externalBackend('secretsmanager', url, region);
    secretsmanager = withSecretArns(service, await createExternalSecrets(service, secrets));
  }
  if (secrets.length > 0) onProgress({ name: 'Secrets', detail: `${secrets.length} in ${url ?? 'memory'}` });
  return { secretsmanager, secretArn: manager.arnOf };
}
