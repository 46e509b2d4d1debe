import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventKey } from '@switchyard/core/events';
import {
  aDeliveryMessage,
  anEndpoint,
  anEvent,
  EVENT_ID,
  lambdaContext,
  TENANT_ID,
} from '@switchyard/core/testing';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { closeServers, startHttpServer } from '../testing/servers.ts';

Object.assign(process.env, {
  EVENTS_TABLE: 'Events',
  TENANT_WEBHOOK_CONFIG_TABLE: 'Endpoints',
  DELIVERY_QUEUE_URL: 'https://sqs.example/1/delivery',
  DELIVERY_DLQ_URL: 'https://sqs.example/1/delivery-dlq',
  SLOW_QUEUE_URL: 'https://sqs.example/1/slow',
  CONTROL_QUEUE_URL: 'https://sqs.example/1/control',
  ENDPOINT_EVENTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:1:endpoint-events',
  DELIVERY_TIMEOUT_MS: '5000',
  ALLOW_LOOPBACK_TARGETS: 'true',
  METRICS_NAMESPACE: 'Switchyard/test',
  LOG_LEVEL: 'silent',
});
const { handler: invoke } = await import('./handler.ts');
const handler = (event: SQSEvent) => invoke(event, lambdaContext());
const dynamodb = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
// The class is mocked, which the next test file has as well.
afterAll(() => {
  dynamodb.restore();
  sqs.restore();
});

let output = '';

// The event is as fresh as the handler's own clock.
const event = anEvent({ createdAt: new Date().toISOString(), expiresAt: Date.now() });

beforeEach(() => {
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  dynamodb.reset();
  sqs.reset();
  dynamodb.on(BatchGetItemCommand).resolves({
    Responses: { Events: [marshall({ ...eventKey(TENANT_ID, EVENT_ID), ...event })] },
  });
  dynamodb.on(PutItemCommand).resolves({});
  dynamodb.on(UpdateItemCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});
afterEach(async () => {
  jest.restoreAllMocks();
  await closeServers();
});

const batchOf = (...bodies: unknown[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'handle',
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'AIDA',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:delivery',
    awsRegion: 'eu-west-1',
  })),
});
const sentTo = () => sqs.commandCalls(SendMessageCommand).map((call) => call.args[0].input.QueueUrl);

describe('the worker as deployed', () => {
  it('delivers, signed, and records it', async () => {
    const server = await startHttpServer();
    dynamodb.on(GetItemCommand).resolves({ Item: marshall(anEndpoint({ targetUrl: server.url })) });

    expect(await handler(batchOf(aDeliveryMessage()))).toEqual({ batchItemFailures: [] });

    expect(server.requests[0]?.request.headers).toMatchObject({
      'stripe-signature': expect.stringContaining('v1='),
    });
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'Events',
      Item: marshall({ status: 'DELIVERED' }),
    });
    expect(output.match(/\n/g)).toHaveLength(1);
    expect(JSON.parse(output)).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'Switchyard/test', Dimensions: [['service']] }] },
      DeliveryAttempts: 1,
      DeliveriesDelivered: 1,
      DeliveryLatency: expect.any(Number),
    });
  });

  it('sends a retry to the delivery queue', async () => {
    const server = await startHttpServer((response) => response.writeHead(503).end());
    const message = aDeliveryMessage({ endpointId: 'b' });
    dynamodb.on(BatchGetItemCommand).resolves({
      Responses: { Events: [marshall({ ...eventKey(TENANT_ID, EVENT_ID), ...event, endpointIds: ['b'] })] },
    });
    dynamodb
      .on(GetItemCommand)
      .resolves({ Item: marshall(anEndpoint({ endpointId: 'b', targetUrl: server.url })) });

    await handler(batchOf(message));

    expect(sentTo()).toEqual(['https://sqs.example/1/delivery']);
  });

  it('sends a dead letter to the dead-letter queue, and has it told', async () => {
    const message = aDeliveryMessage({ endpointId: 'c' });
    dynamodb.on(BatchGetItemCommand).resolves({
      Responses: { Events: [marshall({ ...eventKey(TENANT_ID, EVENT_ID), ...event, endpointIds: ['c'] })] },
    });
    dynamodb.on(GetItemCommand).resolves({});

    await handler(batchOf(message));

    expect(sentTo()).toEqual(['https://sqs.example/1/control', 'https://sqs.example/1/delivery-dlq']);
  });

  it('opens the breaker of an endpoint that asks for time, and sends its probe to the control queue', async () => {
    const server = await startHttpServer((response) => response.writeHead(503, { 'retry-after': '9' }).end());
    const message = aDeliveryMessage({ endpointId: 'd' });
    dynamodb.on(BatchGetItemCommand).resolves({
      Responses: { Events: [marshall({ ...eventKey(TENANT_ID, EVENT_ID), ...event, endpointIds: ['d'] })] },
    });
    const endpoint = anEndpoint({ endpointId: 'd', targetUrl: server.url });
    dynamodb.on(GetItemCommand).resolves({ Item: marshall(endpoint) });
    dynamodb.on(UpdateItemCommand).callsFake(() => {
      const breaker = { state: 'open', id: 'b', failures: 0, failingSince: '2026-03-04T05:06:07.000Z' };
      dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...endpoint, breaker }) });
      return {};
    });

    await handler(batchOf(message));

    expect(dynamodb.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'Endpoints',
    });
    expect(sentTo()).toEqual(['https://sqs.example/1/control']);
  });

  it('brings back a record that it cannot read', async () => {
    expect(await handler(batchOf({ odd: true }))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });
});
