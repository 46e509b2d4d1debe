import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDynamodbServer, startSqsServer } from '../../testing/index.ts';
import { clientOptions, EMULATOR_ACCESS_KEY_ID } from './client-options.ts';

const stops: (() => Promise<void>)[] = [];
const options = (url: string) => clientOptions(url, 'us-east-1', EMULATOR_ACCESS_KEY_ID);
afterAll(async () => {
  for (const stop of stops) await stop();
});

const MIB = 1_048_576;

// What flows lean on: where an emulator let more through than AWS, they would pass here and fail there.
describe('the embedded SQS', () => {
  let sqs: SQSClient;
  let QueueUrl: string | undefined;
  beforeAll(async () => {
    const server = await startSqsServer('us-east-1');
    sqs = new SQSClient(options(server.url));
    stops.push(async () => sqs.destroy(), server.stop);
    ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'queue' })));
  });
  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));

  it('takes a message of 1 MiB and none that is larger', async () => {
    await expect(send('x'.repeat(MIB))).resolves.toMatchObject({ MessageId: expect.any(String) });
    await expect(send('x'.repeat(MIB + 1))).rejects.toMatchObject({ name: expect.stringMatching(/Invalid/) });
  });

  it('takes a batch of 10 messages and 1 MiB in all, and none that is larger', async () => {
    const batch = (count: number, size: number) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: Array.from({ length: count }, (_, n) => ({
            Id: String(n),
            MessageBody: 'x'.repeat(size),
          })),
        }),
      );
    await expect(batch(10, 1)).resolves.toMatchObject({ Successful: { length: 10 } });
    await expect(batch(11, 1)).rejects.toThrow();
    await expect(batch(2, MIB / 2 + 1)).rejects.toThrow();
  });

  it('takes no text that XML cannot have', async () => {
    await expect(send('a\u0000b')).rejects.toThrow();
  });

  it('delays by 900 s at most, hides for 12 h, and waits for 20 s', async () => {
    await expect(send('x', { DelaySeconds: 900 })).resolves.toBeDefined();
    await expect(send('x', { DelaySeconds: 901 })).rejects.toThrow('Must be between 0 and 900');
    const entry = { Id: '1', MessageBody: 'x', DelaySeconds: 901 };
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry] }))).rejects.toThrow(
      '900',
    );
    const receive = (given: object) => sqs.send(new ReceiveMessageCommand({ QueueUrl, ...given }));
    await expect(receive({ VisibilityTimeout: 43_201 })).rejects.toThrow('43200');
    await expect(receive({ WaitTimeSeconds: 21 })).rejects.toThrow('20');
  });

  it('takes a group for a queue that is not FIFO, and gives it back', async () => {
    const { QueueUrl: fair } = await sqs.send(new CreateQueueCommand({ QueueName: 'fair' }));
    await sqs.send(new SendMessageCommand({ QueueUrl: fair, MessageBody: 'x', MessageGroupId: 'group' }));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: fair, MessageSystemAttributeNames: ['All'] }),
    );
    expect(Messages).toMatchObject([
      { Attributes: { MessageGroupId: 'group', ApproximateReceiveCount: '1' } },
    ]);
  });
});

describe('the embedded DynamoDB', () => {
  let dynamoDb: DynamoDBClient;
  beforeAll(async () => {
    const server = await startDynamodbServer();
    dynamoDb = new DynamoDBClient(options(server.url));
    stops.push(async () => dynamoDb.destroy(), server.stop);
    await dynamoDb.send(
      new CreateTableCommand({
        TableName: 'items',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
  });
  const put = (item: Record<string, { S: string }>) =>
    dynamoDb.send(new PutItemCommand({ TableName: 'items', Item: item }));

  it('takes an item of 400 KiB and none that is larger', async () => {
    const size = 409_600 - 'pk'.length - 'k'.length - 'text'.length;
    await expect(put({ pk: { S: 'k' }, text: { S: 'x'.repeat(size) } })).resolves.toBeDefined();
    await expect(put({ pk: { S: 'k' }, text: { S: 'x'.repeat(size + 1) } })).rejects.toThrow(/size/);
  });

  it('takes no empty key, and one of 2,048 bytes at most', async () => {
    await expect(put({ pk: { S: '' } })).rejects.toThrow();
    await expect(put({ pk: { S: 'k'.repeat(2_048) } })).resolves.toBeDefined();
    await expect(put({ pk: { S: 'k'.repeat(2_049) } })).rejects.toThrow();
  });

  it('changes nothing where a condition does not hold', async () => {
    const update = dynamoDb.send(
      new UpdateItemCommand({
        TableName: 'items',
        Key: { pk: { S: 'absent' } },
        UpdateExpression: 'SET a = :a',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':a': { S: 'a' } },
      }),
    );
    await expect(update).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});
