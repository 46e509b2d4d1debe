import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { documentClient } from '@switchyard/core';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';

type Input = Readonly<Record<string, unknown>>;
type Answer = (input: Input) => unknown;

/** A document client whose calls are answered here, and what it was sent. */
export function fakeDocuments(answer: Answer = () => ({})) {
  const client = documentClient(new DynamoDBClient({ region: 'us-east-1' }));
  const stub = mockClient(client);
  stub.onAnyCommand().callsFake(async (input: Input) => answer(input));
  return { client, sent: () => sentTo(stub) };
}

export function fakeLambda(answer: Answer) {
  const client = new LambdaClient({ region: 'us-east-1' });
  const stub = mockClient(client);
  stub.onAnyCommand().callsFake(async (input: Input) => answer(input));
  return { client, sent: () => sentTo(stub) };
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
