import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { openDocuments } from '@switchyard/aws-clients';
import type { CallLine, LocalStack, LocalStackOptions, LogLine, Progress } from '@switchyard/aws-local';
import { clientOptions, startLocalStack } from '@switchyard/aws-local';
import { type Deployment, deploymentFromOutputs } from '@switchyard/core/deployment';
import { SessionError } from '../errors.ts';
import { explainPortInUse, portsByOutput } from './ports.ts';
import type { SessionSettings } from './session-settings.ts';

/** What an event passes through. The others are loaded by their first event: each takes 30 MiB. */
const FIRST_EVENT_FUNCTIONS = ['authorizer', 'ingest-api', 'worker', 'receiver'];

export type Session = {
  readonly stack: LocalStack;
  readonly deployment: Deployment;
  readonly documents: ReturnType<typeof openDocuments>;
  readonly operatorToken: string;
  close(): Promise<void>;
};

export type SessionOptions = {
  readonly assemblyDirectory: string;
  readonly settings: SessionSettings;
  readonly onProgress?: (step: Progress) => void;
  readonly onLog?: (line: LogLine) => void;
  readonly onCall?: (call: CallLine) => void;
  readonly onInvoke?: (shortName: string, payload: string) => void;
  readonly crash?: NonNullable<LocalStackOptions['crash']>;
};

/** Starts the stack of an assembly and finds its parts by the stack's outputs, as the CLI does with a deployed one. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { settings, ...rest } = options;
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamodb, AWS_ENDPOINT_URL_SQS: sqs } = settings;
  const stack = await startLocalStack({
    ...rest,
    warm: FIRST_EVENT_FUNCTIONS,
    ports: portsByOutput(settings),
    endpoints: { ...(dynamodb === undefined ? {} : { dynamodb }), ...(sqs === undefined ? {} : { sqs }) },
  }).catch((error: unknown) => {
    throw explainPortInUse(error);
  });
  try {
    const deployment = deploymentFromOutputs(stack.outputs);
    const options = (endpoint: string) => clientOptions(endpoint, stack.region, stack.accessKeyId);
    const dynamoDb = new DynamoDBClient(options(stack.dynamodbEndpoint));
    const secretsManager = new SecretsManagerClient(options(stack.secretsManagerEndpoint));
    const SecretId = deployment.secrets['receiver-operator-token'];
    const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString === undefined) throw new SessionError('SECRET', 'The operator token has no value.');
    secretsManager.destroy();
    return {
      stack,
      deployment,
      documents: openDocuments(dynamoDb),
      operatorToken: SecretString,
      close: async () => {
        dynamoDb.destroy();
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
