import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
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
    await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toThrow('10');
    const [hide] = [{ QueueUrl, ReceiptHandle: 'any', VisibilityTimeout: 43_201 }];
    await expect(sqs.send(new ChangeMessageVisibilityCommand(hide))).rejects.toThrow('43200');
  });

  it('takes a batch whose entries can be told apart, and says of each what came of it', async () => {
    const batch = (Entries: readonly { Id: string; MessageBody: string }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] }));
    const twice = { Id: '1', MessageBody: 'x' };
    await expect(batch([twice, twice])).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(batch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(batch([{ Id: 'a.b', MessageBody: 'x' }])).rejects.toMatchObject({
      name: 'InvalidBatchEntryId',
    });
    expect(await batch([twice, { Id: '2', MessageBody: 'a\u0000b' }])).toMatchObject({
      Successful: [{ Id: '1' }],
      Failed: [{ Id: '2', SenderFault: true }],
    });
  });

  it.each(['a b', 'x'.repeat(129), 'é'])('takes no group such as %j', async (MessageGroupId) => {
    await expect(send('x', { MessageGroupId })).rejects.toThrow('1 to 128 in length');
    const Entries = [{ Id: '1', MessageBody: 'x', MessageGroupId }];
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toThrow('1 to 128');
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
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'group', AttributeType: 'S' },
        ],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'groups',
            KeySchema: [{ AttributeName: 'group', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
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

  const ofGroup = (group: string, more: object = {}) =>
    dynamoDb.send(
      new QueryCommand({
        TableName: 'items',
        IndexName: 'groups',
        KeyConditionExpression: '#group = :group',
        ExpressionAttributeNames: { '#group': 'group' },
        ExpressionAttributeValues: { ':group': { S: group } },
        ...more,
      }),
    );

  it('reads no index consistently', async () => {
    await expect(ofGroup('any', { ConsistentRead: true })).rejects.toThrow('Consistent reads');
  });

  it('answers a query by pages of 1 MiB', async () => {
    for (const n of [1, 2, 3])
      await put({ pk: { S: `l${n}` }, group: { S: 'l' }, t: { S: 'x'.repeat(390_000) } });
    const { Items, LastEvaluatedKey } = await ofGroup('l');
    expect([Items?.length, LastEvaluatedKey === undefined]).toEqual([3, false]);
  });

  it('takes batches of 25 writes and 100 reads, each of another item', async () => {
    const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ pk: { S: `b${n}` } }));
    const write = (items: readonly { pk: { S: string } }[]) =>
      dynamoDb.send(
        new BatchWriteItemCommand({
          RequestItems: { items: items.map((Item) => ({ PutRequest: { Item } })) },
        }),
      );
    const read = (Keys: { pk: { S: string } }[]) =>
      dynamoDb.send(new BatchGetItemCommand({ RequestItems: { items: { Keys } } }));
    await expect(write(keys(25))).resolves.toBeDefined();
    await expect(write(keys(26))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(write([...keys(1), ...keys(1)])).rejects.toThrow('duplicates');
    await expect(read(keys(100))).resolves.toBeDefined();
    await expect(read(keys(101))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(read([...keys(1), ...keys(1)])).rejects.toThrow('duplicates');
  });

  it('takes no value that the expression does not use', async () => {
    const unused = { ':group': { S: 'a' }, ':other': { S: 'b' } };
    await expect(ofGroup('a', { ExpressionAttributeValues: unused })).rejects.toThrow('unused');
  });
});
