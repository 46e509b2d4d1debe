import { describe, expect, it } from '@jest/globals';
import type { DeliveryMessage } from '@switchyard/core/deliveries';
import type { Logger } from '@switchyard/core/logging';
import { aDeliveryMessage, collectLogs, ENDPOINT_ID, EVENT_ID, TENANT_ID } from '@switchyard/core/testing';
import type { SQSRecord } from 'aws-lambda';
import { createProcessBatch } from './process-batch.ts';

function aRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
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
  };
}

function setUp(deliver: (message: DeliveryMessage, logger: Logger) => Promise<void> = async () => undefined) {
  const delivered: DeliveryMessage[] = [];
  const logs = collectLogs();
  const processBatch = createProcessBatch({
    deliver: async (message, logger) => {
      delivered.push(message);
      await deliver(message, logger);
    },
    logger: logs.logger,
  });
  return {
    delivered,
    logs: logs.text,
    process: async (...records: SQSRecord[]) =>
      (await processBatch(records, 'request-1')).batchItemFailures.map(
        ({ itemIdentifier }) => itemIdentifier,
      ),
  };
}

const attempts = (...numbers: number[]) =>
  numbers.map((attempt) => aRecord(`m${attempt}`, aDeliveryMessage({ attempt })));
const failing = (attempt: number) => async (message: DeliveryMessage) => {
  if (message.attempt === attempt) throw new Error('throttled');
};

describe('a batch', () => {
  it('that all goes well comes back in no part', async () => {
    const { process, delivered } = setUp();
    expect(await process(...attempts(1, 2, 3))).toEqual([]);
    expect(delivered.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('that is empty comes back in no part', async () => {
    expect(await setUp().process()).toEqual([]);
  });

  it('of which one record fails brings back that one alone', async () => {
    const { process, delivered } = setUp(failing(2));
    expect(await process(...attempts(1, 2, 3))).toEqual(['m2']);
    expect(delivered).toHaveLength(3);
  });

  it('of which all fail comes back whole', async () => {
    const { process } = setUp(async () => {
      throw new Error('throttled');
    });
    expect(await process(...attempts(1, 2))).toEqual(['m1', 'm2']);
  });

  it('is worked on all at once, so that a slow record delays no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { process } = setUp((message) => {
      if (message.attempt === 1) return promise;
      resolve();
      return Promise.resolve();
    });
    expect(await process(...attempts(1, 2))).toEqual([]);
  });

  it.each([
    ['is not JSON', '{'],
    ['is text', '"hello"'],
    ['is of another schema', { ...aDeliveryMessage(), schema: 'other' }],
    ['lacks an attempt', { ...aDeliveryMessage(), attempt: undefined }],
  ])('with a body that %s brings back that record alone', async (_, body) => {
    const { process, delivered } = setUp();
    expect(await process(...attempts(1), aRecord('odd', body))).toEqual(['odd']);
    expect(delivered).toHaveLength(1);
  });

  it('names the request, the message and the delivery in each line of the log', async () => {
    const { process, logs } = setUp(async (_, logger) => logger.info({ outcome: 'delivered' }, 'delivery'));
    await process(aRecord('m7', aDeliveryMessage({ attempt: 2, generation: 3 })));
    expect(JSON.parse(logs())).toMatchObject({
      msg: 'delivery',
      outcome: 'delivered',
      requestId: 'request-1',
      messageId: 'm7',
      tenantId: TENANT_ID,
      eventId: EVENT_ID,
      endpointId: ENDPOINT_ID,
      generation: 3,
      attempt: 2,
    });
  });

  it('says in the log which record comes back', async () => {
    const { process, logs } = setUp(failing(2));
    await process(...attempts(1, 2));
    const lines = logs().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      requestId: 'request-1',
      messageId: 'm2',
      tenantId: expect.any(String),
      eventId: expect.stringMatching(/^evt_/),
      endpointId: expect.any(String),
      attempt: 2,
      outcome: 'comes_back',
      err: { message: 'throttled' },
    });
  });
});

describe('twins in a batch', () => {
  const twins = [aRecord('a', aDeliveryMessage()), aRecord('b', aDeliveryMessage({ notBefore: 5 }))];

  it('are delivered once', async () => {
    const { process, delivered } = setUp();
    expect(await process(...twins)).toEqual([]);
    expect(delivered).toHaveLength(1);
  });

  it('come back together', async () => {
    expect(await setUp(failing(1)).process(...twins)).toEqual(['a', 'b']);
  });

  it.each<[string, Partial<DeliveryMessage>]>([
    ['tenant', { tenantId: 'globex' }],
    ['event', { eventId: `evt_${'0'.repeat(26)}` }],
    ['endpoint', { endpointId: 'other' }],
    ['generation', { generation: 2 }],
    ['attempt', { attempt: 2 }],
  ])('are not those of another %s', async (_, changes) => {
    const { process, delivered } = setUp();
    await process(aRecord('a', aDeliveryMessage()), aRecord('b', aDeliveryMessage(changes)));
    expect(delivered).toHaveLength(2);
  });
});
