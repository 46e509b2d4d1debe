import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startDynamodbServer, startSqsServer } from '../testing/serve-backend.ts';
import { FIXTURE_DIRECTORY, startFixture } from '../testing/start-fixture.ts';
import { clientOptions } from './aws/client-options.ts';
import { PortInUseError, type Progress, startLocalStack } from './index.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const takePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
};

it('names what it can not run, and nothing else', async () => {
  const { stack } = await startFixture();
  stops.push(stack.stop);
  expect(stack.unsupported).toEqual(['Stream (AWS::Kinesis::Stream)']);
});

it('tells its steps, and lists resources by logical id', async () => {
  const steps: Progress[] = [];
  const { stack } = await startFixture({ onProgress: (step) => steps.push(step) });
  stops.push(stack.stop);
  expect(steps.map(({ name }) => name)).toEqual([
    'Assembly',
    'Tables',
    'Queues',
    'Secrets',
    'Functions',
    'API',
    'Event sources',
  ]);
  expect(stack.queues.Work).toEqual({
    name: 'fixture-test-Work',
    arn: 'arn:aws:sqs:us-east-1:000000000000:fixture-test-Work',
    url: stack.outputs.QueueWork,
  });
  expect(stack.functions.Odd).toMatchObject({ name: 'fixture-test-Odd', shortName: 'odd-one' });
  expect(stack.apis.Rest?.url).toBe(stack.outputs.ApiUrl);
});

it('loads the functions that it is told to while it starts, and goes on without those that do not load', async () => {
  const broken = ['fixture-test-Broken', 'fixture-test-Missing', 'fixture-test-Callback'];
  const { stack, lines } = await startFixture({ warm: [...broken, 'odd-one'] });
  stops.push(stack.stop);
  const failed = lines.filter(({ json }) => json?.message === 'Invoke Error');
  expect(new Set(failed.map(({ functionName }) => functionName))).toEqual(new Set(broken));
  expect((await stack.invoke('fixture-test-Odd', { action: 'count' })).payload).toMatchObject({
    invocations: 1,
  });
});

describe('ports', () => {
  it('a taken one is said with the output it was asked for', async () => {
    const port = await takePort();
    const starting = startLocalStack({ assemblyDirectory: FIXTURE_DIRECTORY, ports: { ApiUrl: port } });
    await expect(starting).rejects.toThrow(PortInUseError);
    await expect(starting).rejects.toMatchObject({
      port,
      outputKey: 'ApiUrl',
      message: expect.stringContaining(`Port ${port}`),
    });
  });

  it('an output that is no address of an API is refused', async () => {
    const starting = startLocalStack({ assemblyDirectory: FIXTURE_DIRECTORY, ports: { TableNotes: 0 } });
    await expect(starting).rejects.toThrow(/no output TableNotes that is the URL of a REST API/);
  });
});

it('uses other emulators when told to, and finds there what an earlier run left', async () => {
  const [dynamodb, sqs] = await Promise.all([startDynamodbServer(), startSqsServer('us-east-1')]);
  stops.push(dynamodb.stop, sqs.stop);
  const endpoints = { dynamodb: dynamodb.url, sqs: `${sqs.url}/` };

  const first = await startFixture({ endpoints });
  expect((await first.fetch('/open/x?mode=put')).status).toBe(200);
  await first.stack.stop();

  const second = await startFixture({ endpoints });
  stops.push(second.stack.stop);
  await second.send({ action: 'ok', id: 'elsewhere' });
  await second.logged((json) => json.seen === 'elsewhere');
  const client = new DynamoDBClient(clientOptions(dynamodb.url, 'us-east-1', 'local'));
  stops.push(() => client.destroy());
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'fixture-test-Notes', Key: { pk: { S: 'n1' } } }),
  );
  expect(Item).toMatchObject({ kind: { S: 'memo' } });
});

it('stops while a function runs and pollers wait, and twice is once', async () => {
  const { stack } = await startFixture();
  const running = stack.invoke('fixture-test-Limited', { action: 'hang' });
  await Promise.all([stack.stop(), stack.stop()]);
  await expect(
    running.then(
      ({ functionError }) => functionError ?? 'none',
      () => 'rejected',
    ),
  ).resolves.not.toBe('none');
  await expect(fetch(stack.outputs.ApiUrl ?? '')).rejects.toThrow();
});
