import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';
import { clientOptions } from './client-options.ts';

let fixture: Fixture;
let sqs: SQSClient;
let secrets: SecretsManagerClient;
let dynamodb: DynamoDBClient;
let sns: SNSClient;
beforeAll(async () => {
  fixture = await startFixture();
  const options = clientOptions(fixture.stack.sqsEndpoint, 'us-east-1', fixture.stack.accessKeyId);
  sqs = new SQSClient(options);
  secrets = new SecretsManagerClient(options);
  dynamodb = new DynamoDBClient(options);
  sns = new SNSClient(options);
});
afterAll(async () => {
  for (const client of [sqs, secrets, dynamodb, sns]) client?.destroy();
  await fixture?.stack.stop();
});

const api = async (mode: string, query = '') => {
  const response = await fixture.fetch(`/open/x?mode=${mode}${query}`);
  return { status: response.status, body: Object(await response.json()) };
};

describe('a function calls AWS', () => {
  it('where its policy allows it', async () => {
    expect(await api('put')).toEqual({
      status: 200,
      body: { Item: { pk: { S: 'n1' }, kind: { S: 'memo' } }, Count: 1 },
    });
    const used = fixture.stack
      .permissionReport()
      .calls.map(({ action, resource }) => `${action} ${resource.split(':').at(-1)}`);
    expect(used).toEqual(
      expect.arrayContaining([
        'dynamodb:PutItem table/fixture-test-Notes',
        'dynamodb:GetItem table/fixture-test-Notes',
        'dynamodb:Query table/fixture-test-Notes/index/byKind',
      ]),
    );
  });

  const resource = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
  it.each([
    {
      service: 'DynamoDB',
      refused: () => api('scan'),
      name: 'AccessDeniedException',
      action: 'dynamodb:Scan',
      on: resource('dynamodb', 'table/fixture-test-Notes'),
    },
    {
      service: 'SQS',
      refused: () =>
        api('sendTo', `&url=${encodeURIComponent(fixture.stack.outputs.QueueDeadLetters ?? '')}`),
      // SQS keeps its older code, and says its actions in small letters.
      name: 'AccessDenied',
      action: 'sqs:sendmessage',
      on: resource('sqs', 'fixture-test-DeadLetters'),
    },
    {
      service: 'Secrets Manager',
      refused: () => api('secretOf', '&id=somebody-elses'),
      name: 'AccessDeniedException',
      action: 'secretsmanager:GetSecretValue',
      // Which says the name that was asked for, not the ARN.
      on: 'somebody-elses',
    },
    {
      service: 'Lambda',
      refused: () => api('invoke', '&name=fixture-test-Worker'),
      name: 'AccessDeniedException',
      action: 'lambda:InvokeFunction',
      on: resource('lambda', 'function:fixture-test-Worker'),
    },
  ])('and is refused elsewhere by $service, in its words', async ({ refused, name, action, on }) => {
    expect(await refused()).toEqual({
      status: 418,
      body: {
        name,
        message: `User: arn:aws:sts::000000000000:assumed-role/fixture-test-ApiRole/fixture-test-Api is not authorized to perform: ${action} on resource: ${on} because no identity-based policy allows the ${action} action`,
      },
    });
    expect(fixture.stack.permissionReport().denied).toContainEqual(
      expect.objectContaining({
        functionName: 'fixture-test-Api',
        action: expect.stringMatching(new RegExp(`^${action}$`, 'i')),
        count: 1,
      }),
    );
  });

  it('and reads the generated secret', async () => {
    const { body } = await api('secret');
    expect(JSON.parse(body.SecretString)).toEqual({
      user: 'operator',
      token: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
    });
    expect(body.VersionStages).toEqual(['AWSCURRENT']);
  });
});

describe('an operator', () => {
  it('may do anything', async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'fixture-test-Notes' }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexName: 'byKind' }] });
  });

  it('sees queues with their attributes, at addresses that resolve', async () => {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    expect(QueueUrls.sort()).toEqual([
      fixture.stack.outputs.QueueDeadLetters,
      fixture.stack.outputs.QueueWork,
    ]);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: fixture.stack.outputs.QueueWork, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      VisibilityTimeout: '1',
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:fixture-test-DeadLetters","maxReceiveCount":2}',
    });
  });

  it('sends with a delay, and receives by long poll once it is over', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'of-the-operator' }));
    const sentAt = Date.now();
    await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 1, MessageGroupId: 'g' }),
    );
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 5,
        MessageSystemAttributeNames: ['MessageGroupId'],
      }),
    );
    expect(Messages).toMatchObject([{ Body: 'later', Attributes: { MessageGroupId: 'g' } }]);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(950);
  });

  it('receives from a quiet group first while another has thirty messages in flight', async () => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'shared' }));
    const send = (MessageGroupId: string, count: number) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: Array.from({ length: count }, (_, index) => ({
            Id: String(index),
            MessageBody: MessageGroupId,
            MessageGroupId,
          })),
        }),
      );
    const receive = async () => {
      const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
      return Messages.map(({ Body }) => Body);
    };
    for (let batch = 0; batch < 4; batch += 1) await send('noisy', 10);
    for (let batch = 0; batch < 3; batch += 1) await receive();
    await send('quiet', 2);
    expect(await receive()).toEqual(['quiet', 'quiet', ...Array(8).fill('noisy')]);
  });

  it('rotates a secret', async () => {
    const SecretId = fixture.stack.outputs.SecretToken;
    await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'rotated' }));
    expect(await secrets.send(new GetSecretValueCommand({ SecretId }))).toMatchObject({
      SecretString: 'rotated',
    });
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('SNS', () => {
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:fixture-test-Topic';
  const publish = (input: { TopicArn: string; Message: string }, client = sns) =>
    client.send(
      new PublishCommand({ ...input, MessageAttributes: { type: { DataType: 'String', StringValue: 'a' } } }),
    );

  it('takes what is published to a topic of the template, as its client sends it', async () => {
    expect(await publish({ TopicArn, Message: 'a < b & "c"' })).toMatchObject({
      MessageId: expect.any(String),
    });
  });

  it.each([
    ['NotFound', { TopicArn: `${TopicArn}Of`, Message: 'a' }],
    ['InvalidParameter', { TopicArn, Message: '' }],
    ['InvalidParameter', { TopicArn, Message: 'a'.repeat(256 * 1024 + 1) }],
  ])('refuses as AWS does: %s', async (name, input) => {
    await expect(publish(input)).rejects.toHaveProperty('name', expect.stringMatching(`^${name}`));
  });

  it('refuses what it does not know, and who is not known', async () => {
    await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs' }))).rejects.toHaveProperty(
      'name',
      'InvalidAction',
    );
    const stranger = new SNSClient(clientOptions(fixture.stack.sqsEndpoint, 'us-east-1', 'AKIASTRANGER'));
    await expect(publish({ TopicArn, Message: 'a' }, stranger)).rejects.toHaveProperty(
      'name',
      'InvalidClientTokenId',
    );
    stranger.destroy();
  });
});
