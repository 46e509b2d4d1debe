import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';
import { clientOptions } from '../aws/client-options.ts';

let fixture: Fixture;
let client: LambdaClient;
beforeAll(async () => {
  fixture = await startFixture();
  client = new LambdaClient(
    clientOptions(fixture.stack.lambdaEndpoint, 'us-east-1', fixture.stack.accessKeyId),
  );
});
afterAll(async () => {
  client?.destroy();
  await fixture?.stack.stop();
});

const odd = (action: string) => fixture.stack.invoke('fixture-test-Odd', { action });

describe('a function', () => {
  it('is given a context, and JSON in and out', async () => {
    expect((await odd('context')).payload).toMatchObject({
      functionName: 'fixture-test-Odd',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture-test-Odd',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      remaining: expect.any(Number),
    });
    expect((await odd('nothing')).payload).toBeNull();
  });

  it('stays warm between events', async () => {
    const first = await odd('count');
    const second = await odd('count');
    expect(second.payload).toMatchObject({ invocations: Number(Object(first.payload).invocations) + 1 });
  });

  it('has its variables and none of this process', async () => {
    process.env.SECRET_OF_THE_PARENT = 'x';
    const variables = await (await fixture.fetch('/open/x?mode=env')).json();
    delete process.env.SECRET_OF_THE_PARENT;
    const { stack } = fixture;
    expect(variables).toMatchObject({
      TABLE: stack.outputs.TableNotes,
      QUEUE_URL: stack.outputs.QueueWork,
      SELF: `${stack.outputs.ApiUrl}/`,
      AWS_ENDPOINT_URL_DYNAMODB: stack.dynamodbEndpoint,
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fixture-test-Api',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    expect(variables).not.toHaveProperty('SECRET_OF_THE_PARENT');
    expect(variables).not.toHaveProperty('HOME');
  });

  it('has its output seen line by line', async () => {
    expect((await odd('log')).logs).toEqual(['one line', 'and another']);
    expect(fixture.lines).toContainEqual({
      functionName: 'fixture-test-Odd',
      shortName: 'odd-one',
      text: 'one line',
    });
  });
});

describe('a function that goes wrong', () => {
  it.each([
    ['hang', 'Sandbox.Timedout', /Task timed out after 1\.00 seconds/],
    ['spin', 'Sandbox.Timedout', /Task timed out after 1\.00 seconds/],
    ['exit', 'Runtime.ExitError', /exit status 3/],
    ['crash', 'RangeError', /nobody caught this/],
    ['memory', 'Runtime.OutOfMemory', /128 MB/],
    ['circular', 'Runtime.MarshalError', /circular/],
    ['large', 'Function.ResponseSizeTooLarge', /6291556/],
  ])('%s is reported, and the next event is served', async (action, errorType, message) => {
    // Only the two that are to run into it have the timeout of a second.
    const name = errorType === 'Sandbox.Timedout' ? 'fixture-test-Odd' : 'fixture-test-Limited';
    const result = await fixture.stack.invoke(name, { action });
    expect(result).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType, errorMessage: expect.stringMatching(message) },
    });
    expect((await fixture.stack.invoke(name, {})).functionError).toBeUndefined();
  });

  it.each([
    ['Broken', 'SyntaxError'],
    ['Missing', 'Runtime.HandlerNotFound'],
    ['Callback', 'Runtime.CallbackHandlerDeprecated'],
  ])('%s does not load', async (name, errorType) => {
    expect(await fixture.stack.invoke(`fixture-test-${name}`, {})).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType },
    });
  });
});

describe('the Invoke API', () => {
  const invoke = async (
    FunctionName: string,
    input: Partial<ConstructorParameters<typeof InvokeCommand>[0]> = {},
  ) => {
    const { Payload, ...output } = await client.send(new InvokeCommand({ FunctionName, ...input }));
    return { ...output, text: Payload?.transformToString() };
  };

  it('answers with the result, and the log when asked', async () => {
    const output = await invoke('fixture-test-Odd', {
      Payload: Buffer.from('{"action":"log"}'),
      LogType: 'Tail',
    });
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', text: '"logged"' });
    expect(Buffer.from(output.LogResult ?? '', 'base64').toString()).toMatch(
      /^START .*\none line\nand another\nEND .*\nREPORT /,
    );
  });

  it.each([
    'arn:aws:lambda:us-east-1:000000000000:function:fixture-test-Odd',
    '000000000000:function:fixture-test-Odd',
    'fixture-test-Odd:$LATEST',
  ])('takes %s', async (name) => {
    expect(await invoke(name)).toMatchObject({ StatusCode: 200 });
  });

  it('marks a failed invocation', async () => {
    const output = await invoke('fixture-test-Odd', { Payload: Buffer.from('{"action":"exit"}') });
    expect(output).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      text: expect.stringContaining('Runtime.ExitError'),
    });
  });

  it('accepts an event to be run later, and a dry run', async () => {
    expect(
      await invoke('fixture-test-Odd', { InvocationType: 'Event', Payload: Buffer.from('{"action":"log"}') }),
    ).toMatchObject({ StatusCode: 202 });
    expect(await invoke('fixture-test-Odd', { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  });

  it.each([
    [
      'an unknown function',
      'nobody',
      {},
      'ResourceNotFoundException',
      /Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody/,
    ],
    [
      'a payload that is not JSON',
      'fixture-test-Odd',
      { Payload: Buffer.from('{') },
      'InvalidRequestContentException',
      /Could not parse/,
    ],
    [
      'a payload over 6 MB',
      'fixture-test-Odd',
      { Payload: Buffer.alloc(6_291_457, '1') },
      'RequestTooLargeException',
      /6291456/,
    ],
  ])('refuses %s', async (_title, name, input, error, message) => {
    await expect(invoke(name, input)).rejects.toMatchObject({
      name: error,
      message: expect.stringMatching(message),
    });
  });

  it('refuses more events at a time than are reserved', async () => {
    const hanging = invoke('fixture-test-Limited', {
      InvocationType: 'Event',
      Payload: Buffer.from('{"action":"hang"}'),
    });
    await hanging;
    const single = new LambdaClient({
      ...clientOptions(fixture.stack.lambdaEndpoint, 'us-east-1', fixture.stack.accessKeyId),
      maxAttempts: 1,
    });
    await expect(
      single.send(new InvokeCommand({ FunctionName: 'fixture-test-Limited' })),
    ).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    single.destroy();
  });
});
