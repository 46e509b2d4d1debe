import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deliveryKey } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import {
  aDeadLetterMessage,
  aDelivery,
  anEvent,
  ENDPOINT_ID,
  EVENT_ID,
  TENANT_ID,
} from '@switchyard/core/testing';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';

Object.assign(process.env, {
  EVENTS_TABLE: 'Events',
  TENANT_WEBHOOK_CONFIG_TABLE: 'Endpoints',
  CONTROL_QUEUE_URL: 'https://sqs.example/1/control',
  DELIVERY_QUEUE_URL: 'https://sqs.example/1/delivery',
  DELIVERY_DLQ_URL: 'https://sqs.example/1/delivery-dlq',
  METRICS_NAMESPACE: 'Switchyard/test',
  LOG_LEVEL: 'info',
});
const { handler } = await import('./handler.ts');
const dynamodb = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
// The class is mocked, which the next test file has as well.
afterAll(() => {
  dynamodb.restore();
  sqs.restore();
});

const aContext = (remainingMs = 300_000): Context => ({
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'dlq-processor',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '256',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

let output = '';
const linesWith = (text: string): unknown[] =>
  output
    .split('\n')
    .filter((line) => line.includes(text))
    .map((line) => JSON.parse(line));

beforeEach(() => {
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  dynamodb.reset();
  sqs.reset();
  const expiresAt = Date.now();
  const delivery = aDelivery({ status: 'DLQ', nextAttempt: 6, expiresAt });
  dynamodb.on(BatchGetItemCommand).resolves({
    Responses: {
      Events: [
        marshall({ ...eventKey(TENANT_ID, EVENT_ID), ...anEvent({ expiresAt }) }),
        marshall(
          { ...deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID), ...delivery },
          { removeUndefinedValues: true },
        ),
      ],
    },
  });
  dynamodb.on(PutItemCommand).resolves({});
  dynamodb.on(UpdateItemCommand).resolves({});
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({
      Messages: [{ MessageId: 'm0', ReceiptHandle: 'h0', Body: JSON.stringify(aDeadLetterMessage()) }],
    })
    .resolves({});
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
  sqs.on(DeleteMessageCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

afterEach(() => {
  jest.restoreAllMocks();
});

const queuesOf = (calls: readonly { args: readonly { input: { QueueUrl?: string | undefined } }[] }[]) =>
  calls.map((call) => call.args[0]?.input.QueueUrl);

describe('the dlq-processor as deployed', () => {
  it('peeks', async () => {
    expect(await handler({ action: 'peek' }, aContext())).toMatchObject({
      action: 'peek',
      matched: 1,
      messages: [aDeadLetterMessage()],
    });
  });

  it('requeues: from the dead-letter queue to the delivery queue', async () => {
    expect(await handler({ action: 'requeue' }, aContext())).toMatchObject({ requeued: 1 });
    expect(queuesOf(sqs.commandCalls(SendMessageCommand))).toEqual(['https://sqs.example/1/delivery']);
    expect(queuesOf(sqs.commandCalls(DeleteMessageCommand))).toEqual(['https://sqs.example/1/delivery-dlq']);
  });

  it('says in each line of its log for which request, and counts what it requeued', async () => {
    await handler({ action: 'requeue' }, aContext());
    const requestId = 'request-1';
    expect(linesWith('"msg":"requeue"')).toEqual([
      expect.objectContaining({
        requestId,
        outcome: 'requeued',
        tenantId: TENANT_ID,
        eventId: EVENT_ID,
        endpointId: ENDPOINT_ID,
        generation: 1,
      }),
    ]);
    expect(linesWith('"msg":"dlq"')).toEqual([
      expect.objectContaining({ requestId, outcome: 'done', requeued: 1 }),
    ]);
    expect(linesWith('"_aws"')).toEqual([expect.objectContaining({ DeliveriesRequeued: 1 })]);
  });

  it('purges', async () => {
    expect(await handler({ action: 'purge' }, aContext())).toMatchObject({ purged: 1 });
    expect(sqs.commandCalls(SendMessageCommand)).toEqual([]);
  });

  it('stops in time', async () => {
    expect(await handler({ action: 'purge' }, aContext(9_000))).toMatchObject({
      matched: 0,
      complete: false,
    });
  });

  it('refuses a payload that is no request, and touches nothing', async () => {
    await expect(handler({ action: 'empty' }, aContext())).rejects.toMatchObject({ code: 'request_invalid' });
    expect(sqs.calls()).toEqual([]);
  });
});
