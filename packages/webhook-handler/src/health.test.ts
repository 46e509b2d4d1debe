import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkHealth, createHealthCheck, HEALTH_CACHE_MS, type HealthContext } from './health.ts';

function setUp(get: HealthContext['providerSecrets']['get'] = async () => ({})) {
  const dynamoDb = new DynamoDBClient({ region: 'eu-west-1' });
  const sqsClient = new SQSClient({ region: 'eu-west-1' });
  const table = mockClient(dynamoDb);
  const queues = mockClient(sqsClient);
  table.on(DescribeTableCommand, { TableName: 'events' }).resolves({});
  queues.on(GetQueueAttributesCommand).resolves({});
  const watchedQueueUrls = {
    sms_replies: 'https://sqs.example/sms',
    callback_spool: 'https://sqs.example/spool',
  };
  return {
    check: () =>
      checkHealth({ dynamoDb, eventsTable: 'events', sqsClient, watchedQueueUrls, providerSecrets: { get } }),
    table,
    queues,
  };
}

const ALL_OK = { table: 'ok', secrets: 'ok', sms_replies: 'ok', callback_spool: 'ok' };

describe('the deep check', () => {
  it('asks table, secrets and every queue', async () => {
    expect(await setUp().check()).toEqual(ALL_OK);
  });

  it('says that the table is failing', async () => {
    const { check, table } = setUp();
    table.on(DescribeTableCommand).rejects(new Error('Throttled'));

    expect(await check()).toEqual({ ...ALL_OK, table: 'failing' });
  });

  it('says which queue is failing', async () => {
    const { check, queues } = setUp();
    queues
      .on(GetQueueAttributesCommand, { QueueUrl: 'https://sqs.example/spool' })
      .rejects(new Error('Gone'));

    expect(await check()).toEqual({ ...ALL_OK, callback_spool: 'failing' });
  });

  it('says that the secrets are failing when those of one provider cannot be read', async () => {
    const secrets = Object.defineProperty({}, 'resend', {
      enumerable: true,
      get: () => {
        throw new Error('malformed');
      },
    });
    expect(await setUp(async () => secrets).check()).toEqual({ ...ALL_OK, secrets: 'failing' });
  });

  it('says that the secrets cannot be read, and not why', async () => {
    const { check } = setUp(async () => {
      throw new Error('AccessDenied for arn:aws:secretsmanager:eu-west-1:1:secret:x');
    });
    expect(await check()).toEqual({ ...ALL_OK, secrets: 'failing' });
  });
});

describe('whoever asks again', () => {
  it('within ten seconds gets the same answer, without another look', async () => {
    let now = 0;
    let looks = 0;
    const ask = createHealthCheck(
      async () => ({ table: ++looks === 1 ? 'failing' : 'ok' }),
      () => now,
    );
    expect(await Promise.all([ask(), ask()])).toEqual([{ table: 'failing' }, { table: 'failing' }]);
    now = HEALTH_CACHE_MS - 1;
    expect(await ask()).toEqual({ table: 'failing' });
    now = HEALTH_CACHE_MS;
    expect(await ask()).toEqual({ table: 'ok' });
    expect(looks).toBe(2);
  });
});
