import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';
import { clientOptions } from '../aws/client-options.ts';

let fixture: Fixture;
let client: SQSClient;
beforeAll(async () => {
  fixture = await startFixture();
  client = new SQSClient(clientOptions(fixture.stack.sqsEndpoint, 'us-east-1', fixture.stack.accessKeyId));
});
afterAll(async () => {
  client?.destroy();
  await fixture?.stack.stop();
});

const seen = (id: string, count = 1) => fixture.logged((json) => json.seen === id, count);

const receiveDeadLetter = async (): Promise<Message> => {
  for (;;) {
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: fixture.stack.outputs.QueueDeadLetters,
        WaitTimeSeconds: 5,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages?.[0]) return Messages[0];
  }
};

it('a message reaches the function in the shape that Lambda sends', async () => {
  await fixture.send({ action: 'ok', id: 'first' });
  const [line] = await seen('first');
  expect(line).toMatchObject({
    count: 1,
    group: 'group-1',
    record: {
      body: '{"action":"ok","id":"first"}',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:fixture-test-Work',
      awsRegion: 'us-east-1',
      attributes: { SentTimestamp: expect.stringMatching(/^\d+$/), ApproximateReceiveCount: '1' },
      messageAttributes: { source: { stringValue: 'fixture', dataType: 'String' } },
    },
  });
});

describe('of a batch that fails in part', () => {
  it('only what failed comes again, and goes to the dead-letter queue after its last try', async () => {
    await fixture.send({ action: 'ok', id: 'good' }, { action: 'fail', id: 'bad' });
    const attempts = await seen('bad', 2);
    expect(attempts.map(({ count }) => count)).toEqual([1, 2]);
    const letter = await receiveDeadLetter();
    expect(letter.Body).toBe('{"action":"fail","id":"bad"}');
    expect(letter.Attributes).toMatchObject({ MessageGroupId: 'group-1' });
    expect(await seen('good')).toHaveLength(1);
  });

  it('a batch that throws comes again whole', async () => {
    await fixture.send({ action: 'throw', id: 'thrown' }, { action: 'ok', id: 'neighbour' });
    const isBatch = (json: Record<string, unknown>): boolean =>
      Array.isArray(json.batch) && json.batch.includes('neighbour');
    expect(await fixture.logged(isBatch, 2)).toHaveLength(2);
  });

  it('an answer that names an unknown message fails the whole batch, and is said', async () => {
    await fixture.send({ action: 'invalid', id: 'invalid' });
    expect(await seen('invalid', 2)).toHaveLength(2);
    const [problem] = await fixture.logged((json) => json.source === 'event-source-mapping');
    expect(problem?.message).toMatch(/no valid batchItemFailures.*who\?/);
  });
});

it('the queue is polled under the role of the function', async () => {
  await fixture.send({ action: 'ok', id: 'last' });
  await seen('last');
  const used = () =>
    fixture.stack
      .permissionReport()
      .calls.filter(({ functionName }) => functionName === 'fixture-test-Worker')
      .map(({ action }) => action)
      .sort();
  // The message is deleted after the function has answered.
  while (!used().includes('sqs:DeleteMessage')) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(used()).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
});
