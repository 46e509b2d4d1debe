import { describe, expect, it } from '@jest/globals';
import { accessKeyIdOf, identifyCall, neededPermissions } from './identify-call.ts';

const names = {
  region: 'eu-west-1',
  secretArn: (id: string) => (id === 'token' ? 'arn:token' : undefined),
  partitionKey: () => 'pk',
};
const needed = (target: string, body: Record<string, unknown>): string[] => {
  const call = identifyCall({ 'x-amz-target': target });
  if (!call) throw new Error(`${target} is not known`);
  return neededPermissions(call, body, names).map(
    ({ action, resource }) =>
      `${action} ${resource.replace(/^arn:aws:(\w+):eu-west-1:000000000000:/, '$1 ')}`,
  );
};

describe('the permission a call needs', () => {
  it.each([
    ['DynamoDB_20120810.GetItem', { TableName: 'T' }, ['dynamodb:GetItem dynamodb table/T']],
    [
      'DynamoDB_20120810.Query',
      { TableName: 'T', IndexName: 'i' },
      ['dynamodb:Query dynamodb table/T/index/i'],
    ],
    [
      'DynamoDB_20120810.BatchGetItem',
      { RequestItems: { A: {}, B: {} } },
      ['dynamodb:BatchGetItem dynamodb table/A', 'dynamodb:BatchGetItem dynamodb table/B'],
    ],
    [
      'DynamoDB_20120810.TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'A' } }, { ConditionCheck: { TableName: 'B' } }] },
      ['dynamodb:PutItem dynamodb table/A', 'dynamodb:ConditionCheckItem dynamodb table/B'],
    ],
    ['DynamoDB_20120810.ListTables', {}, ['dynamodb:ListTables *']],
    ['AmazonSQS.SendMessage', { QueueUrl: 'http://127.0.0.1:1/000000000000/q' }, ['sqs:SendMessage sqs q']],
    ['AmazonSQS.SendMessageBatch', { QueueUrl: 'http://x/0/q' }, ['sqs:SendMessage sqs q']],
    ['AmazonSQS.DeleteMessageBatch', { QueueUrl: 'http://x/0/q' }, ['sqs:DeleteMessage sqs q']],
    [
      'AmazonSQS.ChangeMessageVisibilityBatch',
      { QueueUrl: 'http://x/0/q' },
      ['sqs:ChangeMessageVisibility sqs q'],
    ],
    ['AmazonSQS.GetQueueUrl', { QueueName: 'q' }, ['sqs:GetQueueUrl sqs q']],
    ['secretsmanager.GetSecretValue', { SecretId: 'token' }, ['secretsmanager:GetSecretValue arn:token']],
    [
      'secretsmanager.GetSecretValue',
      { SecretId: 'other' },
      ['secretsmanager:GetSecretValue secretsmanager secret:other'],
    ],
  ])('%s %j', (target, body, expected) => {
    expect(needed(target, body)).toEqual(expected);
  });
});

it('the caller is the access key id of the signature', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=ASIA1/20261122/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
  expect(accessKeyIdOf({ authorization })).toBe('ASIA1');
  expect(accessKeyIdOf({})).toBeUndefined();
});

describe('the leading keys of a call', () => {
  const keys = (target: string, body: Record<string, unknown>) => {
    const call = identifyCall({ 'x-amz-target': target });
    return call && neededPermissions(call, body, names).map(({ leadingKeys }) => leadingKeys);
  };

  it('are the partition keys that an item operation touches', () => {
    expect(keys('DynamoDB_20120810.GetItem', { TableName: 'T', Key: { pk: { S: 'A' } } })).toEqual([['A']]);
    expect(
      keys('DynamoDB_20120810.PutItem', { TableName: 'T', Item: { pk: { S: 'B' }, x: { S: 'y' } } }),
    ).toEqual([['B']]);
    expect(
      keys('DynamoDB_20120810.BatchGetItem', {
        RequestItems: { T: { Keys: [{ pk: { S: 'A' } }, { pk: { S: 'B' } }] } },
      }),
    ).toEqual([['A', 'B']]);
  });

  it('are not known of a query', () => {
    expect(keys('DynamoDB_20120810.Query', { TableName: 'T', KeyConditionExpression: 'pk = :pk' })).toEqual([
      undefined,
    ]);
  });
});
