import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openDocuments } from '@switchyard/aws-clients';
import { openClientKeys } from '@switchyard/aws-clients/open-client-keys';
import { parseRetrySchedule } from '@switchyard/core/deliveries';
import {
  type Deployment,
  DeploymentError,
  deploymentFromOutputs,
  localDeploymentSchema,
} from '@switchyard/core/deployment';
import type { ClientKeys, RetryDefaults } from '@switchyard/core/endpoints';
import { isAwsError } from '@switchyard/core/errors';
import { retrySettings } from '@switchyard/core/retry-settings';
import type { Documents } from '@switchyard/core/tables';
import * as z from 'zod';
import { CommandError } from './errors.ts';
import { wasNeverDeployed } from './stack-status.ts';

const LOCAL_FILE = join('.switchyard', 'local.json');

/** The deployment that a command works on, with clients that reach it. */
export type OpenDeployment = {
  readonly kind: 'local' | 'stack';
  /** Absent on the local stack. */
  readonly stack: string | undefined;
  readonly hooksUrl: string;
  readonly receiverUrl: string;
  /** All of each kind, by short name. */
  readonly named: Pick<Deployment, 'functions' | 'queueUrls' | 'tables' | 'secrets'>;
  readonly identityTable: string;
  readonly endpointsTable: string;
  readonly eventsTable: string;
  /** The same by which the API judges endpoints; the defaults in a stack that is from before it said so. */
  readonly retryDefaults: RetryDefaults;
  readonly dlqProcessor: string;
  /** Absent in a stack from before provider callbacks. */
  readonly callbackSpool: string | undefined;
  /** Absent in a stack from before provider callbacks. */
  readonly providerSecrets: string | undefined;
  /** Ids by name; none in a stack from before there were plans, or without the setting PLANS. */
  readonly usagePlans: ReadonlyMap<string, string>;
  /** Absent in a stack without the setting CLIENT_CERTIFICATES. */
  readonly clientKeys?: ClientKeys | undefined;
  readonly apiGateway: Pick<APIGatewayClient, 'send'>;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  readonly documents: Documents;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly secretsManager: Pick<SecretsManagerClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
};

export type OpenDeploymentInput = {
  /** Absent: the local stack. */
  readonly stack: string | undefined;
  /** Where `.switchyard/local.json` is looked for. */
  readonly directory: string;
};

/** @throws CommandError or DeploymentError that says what to start or to correct */
export function openDeployment({ stack, directory }: OpenDeploymentInput): Promise<OpenDeployment> {
  return stack === undefined ? openLocal(join(directory, LOCAL_FILE)) : openStack(stack);
}

/** Region and credentials are the operator's own, found as the AWS CLI finds them. */
async function openStack(stack: string): Promise<OpenDeployment> {
  const deployment = deploymentFromOutputs(await readOutputs(new CloudFormationClient({}), stack));
  const dynamoDb = new DynamoDBClient({});
  // The host of a queue's URL is that of its region; only the endpoint knows of AWS_ENDPOINT_URL.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return {
    kind: 'stack',
    stack,
    ...namesOf(deployment),
    clientKeys: clientKeysOf(deployment, sqs),
    apiGateway: new APIGatewayClient({}),
    dynamoDb,
    documents: openDocuments(dynamoDb),
    lambda: new LambdaClient({}),
    secretsManager: new SecretsManagerClient({}),
    sqs,
  };
}

export async function readOutputs(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  stack: string,
): Promise<Record<string, string>> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    refuseNeverDeployed(stack, Stacks?.[0]);
    return Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (!isAwsError(error, 'ValidationError')) throw error;
    throw new CommandError(
      'stack_not_found',
      `There is no stack ${stack} in this AWS account and region. Check --stack, AWS_PROFILE and AWS_REGION.`,
      error,
    );
  }
}

function refuseNeverDeployed(stack: string, described: Partial<Stack> = {}): void {
  const { StackStatus = '', EnableTerminationProtection: isProtected = false } = described;
  if (!wasNeverDeployed(StackStatus)) return;
  const then = isProtected
    ? 'It is protected from deletion, so the next deployment cannot take it away'
    : 'The next deployment makes it anew';
  throw new CommandError(
    'stack_never_deployed',
    `The first deployment of stack ${stack} failed (${StackStatus}), and nothing of it is in use. ${then}: see "A first deployment that failed" in docs/deploying.md.`,
  );
}

async function openLocal(file: string): Promise<OpenDeployment> {
  const local = await readLocalFile(file);
  const options = (endpoint: string) => ({
    endpoint,
    region: local.region,
    // The local stack verifies no signatures; its operator's key may do everything.
    credentials: { accessKeyId: local.access_key_id, secretAccessKey: 'local' },
  });
  const dynamoDb = new DynamoDBClient(options(local.dynamodb_endpoint));
  const sqs = new SQSClient(options(local.sqs_endpoint));
  return {
    kind: 'local',
    stack: undefined,
    ...namesOf({
      ...local,
      hooksUrl: local.hooks_url,
      receiverUrl: local.receiver_url,
      queueUrls: local.queue_urls,
    }),
    clientKeys: clientKeysOf(local, sqs, local.secretsmanager_endpoint),
    // The local stack itself answers for both, whatever else is somewhere else.
    apiGateway: new APIGatewayClient(options(local.lambda_endpoint)),
    dynamoDb,
    documents: openDocuments(dynamoDb),
    lambda: new LambdaClient(options(local.lambda_endpoint)),
    secretsManager: new SecretsManagerClient(options(local.secretsmanager_endpoint)),
    sqs,
  };
}

export async function readLocalFile(
  file: string,
  isAlive: (pid: number) => boolean = processIsAlive,
): Promise<z.infer<typeof localDeploymentSchema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(
      'local_stack_not_running',
      'No local stack is running here (.switchyard/local.json is absent). Start it with `pnpm dev`, or name a deployed stack with --stack or SWITCHYARD_STACK.',
      error,
    );
  }
  const local = parseLocalFile(text);
  if (isAlive(local.pid)) return local;
  throw new CommandError(
    'local_stack_stale',
    `.switchyard/local.json is stale: its local stack (process ${local.pid}) has ended. Start it again with \`pnpm dev\`, or name a deployed stack with --stack.`,
  );
}

function parseLocalFile(text: string): z.infer<typeof localDeploymentSchema> {
  try {
    return localDeploymentSchema.parse(JSON.parse(text));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CommandError(
      'local_file_malformed',
      `.switchyard/local.json cannot be read; delete it and start \`pnpm dev\` again. ${detail}`,
      error,
    );
  }
}

function processIsAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function namesOf({ hooksUrl, receiverUrl, tables, functions, queueUrls, secrets, settings }: Deployment) {
  const required = (names: Record<string, string>, what: string, name: string): string => {
    const found = names[name];
    if (found === undefined) throw new DeploymentError(`The deployment names no ${what} ${name}.`);
    return found;
  };
  return {
    hooksUrl: hooksUrl.replace(/\/$/, ''),
    receiverUrl: receiverUrl.replace(/\/$/, ''),
    named: { functions, queueUrls, tables, secrets },
    identityTable: required(tables, 'table', 'TenantIdentity'),
    endpointsTable: required(tables, 'table', 'TenantWebhookConfig'),
    eventsTable: required(tables, 'table', 'Events'),
    usagePlans: usagePlansOf(settings),
    retryDefaults: retryDefaultsOf(settings),
    dlqProcessor: required(functions, 'function', 'dlq-processor'),
    callbackSpool: functions['callback-spool'],
    providerSecrets: secrets.providers,
  };
}

function clientKeysOf(
  { settings }: Pick<Deployment, 'settings'>,
  sqs: SQSClient,
  endpoint?: string,
): ClientKeys | undefined {
  const { CLIENT_CERTIFICATES_PREFIX: prefix, CLIENT_CERTIFICATES_KEY: kmsKeyId = '' } = settings;
  return prefix === undefined ? undefined : openClientKeys(sqs, { prefix, kmsKeyId, endpoint });
}

/** `trial=a1b2c3,pro=d4e5f6`, as stack-outputs.ts writes it. */
const usagePlansOf = ({ USAGE_PLANS = '' }: Deployment['settings']): ReadonlyMap<string, string> =>
  new Map(
    USAGE_PLANS.split(',')
      .filter((plan) => plan !== '')
      .map((plan): [string, string] => {
        const [name = '', id = ''] = plan.split('=');
        return [name, id];
      }),
  );

function retryDefaultsOf(settings: Deployment['settings']): RetryDefaults {
  const { RETRY_SCHEDULE, MAX_ATTEMPTS, DELIVERY_TIMEOUT_MS } = z.object(retrySettings).parse(settings);
  return {
    schedule: parseRetrySchedule(RETRY_SCHEDULE),
    maxAttempts: MAX_ATTEMPTS,
    timeoutMs: DELIVERY_TIMEOUT_MS,
  };
}
