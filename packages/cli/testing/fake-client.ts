import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Documents } from '@switchyard/core/tables';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input) => unknown;

/** A document client whose calls are answered here, and what it was sent. */
export function fakeDocuments(answer: Answer = () => ({})) {
  const sent: { readonly name: keyof Documents; readonly input: Input }[] = [];
  // The answer is whatever the test gives; what reads it checks it with a schema.
  const operation = (name: keyof Documents) => async (input: object) => {
    sent.push({ name, input: { ...input } });
    return { $metadata: {}, ...Object(answer({ ...input })) };
  };
  const client: Documents = {
    get: operation('get'),
    put: operation('put'),
    update: operation('update'),
    delete: operation('delete'),
    query: operation('query'),
    scan: operation('scan'),
    batchGet: operation('batchGet'),
    batchWrite: operation('batchWrite'),
  };
  return { client, sent: () => sent };
}

export function fakeDynamoDb(answer: Answer = () => ({})) {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  mockClient(client)
    .onAnyCommand()
    .callsFake(async (input: Input) => answer(input));
  return client;
}

export function fakeLambda(answer: Answer) {
  const client = new LambdaClient({ region: 'us-east-1' });
  const stub = mockClient(client);
  stub.onAnyCommand().callsFake(async (input: Input) => answer(input));
  return { client, sent: () => sentTo(stub) };
}

/** One secret with its versions, as Secrets Manager keeps them. */
export function fakeSecretsManager(text = '{}') {
  const versions = [text];
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const stub = mockClient(client);
  stub.on(GetSecretValueCommand).callsFake(async () => ({
    SecretString: versions.at(-1),
    VersionId: String(versions.length - 1),
  }));
  stub.on(PutSecretValueCommand).callsFake(async ({ SecretString = '' }: { SecretString?: string }) => ({
    VersionId: String(versions.push(SecretString) - 1),
  }));
  stub.on(DescribeSecretCommand).callsFake(async () => ({
    VersionIdsToStages: {
      [String(versions.length - 1)]: ['AWSCURRENT'],
      [String(versions.length - 2)]: ['AWSPREVIOUS'],
    },
  }));
  return {
    client,
    stub,
    versions,
    current: (): unknown => JSON.parse(versions.at(-1) ?? ''),
    sent: () => sentTo(stub),
  };
}

function sentTo<In extends object, Out extends object>(
  stub: Pick<AwsStub<In, Out & { $metadata: object }, unknown>, 'calls'>,
) {
  return stub.calls().map(({ args: [command] }) => ({
    name: command.constructor.name,
    input: Object.fromEntries(Object.entries(command.input)),
  }));
}

/** What Lambda's Invoke answers. */
export const invoked = (payload: unknown, functionError?: string) => ({
  StatusCode: 200,
  ...(functionError === undefined ? {} : { FunctionError: functionError }),
  Payload: { transformToString: () => (typeof payload === 'string' ? payload : JSON.stringify(payload)) },
});

export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
