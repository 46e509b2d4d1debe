import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aDeadLetterMessage, aDeliveryMessage, NOW } from '../../testing/builders.ts';
import { createRecordingQueue } from '../../testing/recording-queue.ts';
import { createTestQueue } from '../../testing/test-queue.ts';
import {
  delaySeconds,
  MAX_DELAY_SECONDS,
  sendDeadLetter,
  sendDeliveries,
  sendDelivery,
} from './delivery-queue.ts';

const clock = () => NOW;
const deliveryQueueUrl = 'https://sqs.example/queue';

describe('the delay of a message', () => {
  it.each([
    ['no time is asked for', undefined, 0],
    ['its time has passed', NOW - 60_000, 0],
    ['its time is now', NOW, 0],
    ['its time is a part of a second away', NOW + 1, 1],
    ['its time is a minute away', NOW + 60_000, 60],
    ['its time is 900 s away', NOW + 900_000, 900],
    ['its time is further away than SQS can delay', NOW + 16 * 60_000, 900],
  ])('when %s', (_, notBefore, seconds) => {
    expect(delaySeconds(notBefore, NOW)).toBe(seconds);
  });

  it('is always whole seconds that SQS takes, and never too short unless it hops', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (waitMs) => {
        const seconds = delaySeconds(NOW + waitMs, NOW);
        expect(Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_DELAY_SECONDS).toBe(true);
        expect(seconds === MAX_DELAY_SECONDS || seconds * 1000 >= waitMs).toBe(true);
      }),
    );
  });
});

describe('sending one delivery', () => {
  it('carries the message as JSON, the tenant as group, and the delay', async () => {
    const { sqs, sent } = createRecordingQueue();
    const message = aDeliveryMessage({ attempt: 3, notBefore: NOW + 4_500 });

    await sendDelivery({ sqs, deliveryQueueUrl, clock }, message);

    expect(sent).toEqual([
      {
        QueueUrl: deliveryQueueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: 'acme',
        DelaySeconds: 5,
      },
    ]);
  });

  it('fails when SQS does', async () => {
    const { sqs, hooks } = createRecordingQueue();
    hooks.before = () => Promise.reject(new Error('throttled'));
    await expect(sendDelivery({ sqs, deliveryQueueUrl, clock }, aDeliveryMessage())).rejects.toThrow(
      'throttled',
    );
  });
});

describe('sending many deliveries', () => {
  const messages = Array.from({ length: 23 }, (_, index) => aDeliveryMessage({ endpointId: `e${index}` }));

  it('calls SQS once for every ten', async () => {
    const queue = createTestQueue();
    await sendDeliveries({ ...queue, clock }, messages);
    expect(queue.batches.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
  });

  it('does not call SQS for none', async () => {
    const queue = createTestQueue();
    await sendDeliveries({ ...queue, clock }, []);
    expect(queue.batches).toEqual([]);
  });

  it('answers with none when all are stored', async () => {
    const queue = createTestQueue();
    expect(await sendDeliveries({ ...queue, clock }, messages)).toEqual([]);
    expect(queue.messages()).toEqual(messages);
  });

  it('answers with exactly those that SQS refused', async () => {
    const queue = createTestQueue();
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'e3' || endpointId === 'e21';
    expect(await sendDeliveries({ ...queue, clock }, messages)).toEqual([messages[3], messages[21]]);
  });

  it('answers with those of which SQS says nothing', async () => {
    const { sqs } = createRecordingQueue();
    const silent = { ...sqs, sendMessageBatch: async () => ({ $metadata: {}, Failed: [], Successful: [] }) };
    expect(await sendDeliveries({ sqs: silent, deliveryQueueUrl, clock }, messages.slice(0, 2))).toEqual(
      messages.slice(0, 2),
    );
  });

  it('answers with all the rest when SQS stops answering half-way', async () => {
    const queue = createTestQueue();
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'e3';
    queue.hooks.before = () => {
      if (queue.messages().length > 0) throw new Error('outage');
    };
    expect(await sendDeliveries({ ...queue, clock }, messages)).toEqual([messages[3], ...messages.slice(10)]);
  });

  it('fails when SQS does not answer at all', async () => {
    const queue = createTestQueue();
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(sendDeliveries({ ...queue, clock }, messages)).rejects.toThrow('outage');
  });
});

describe('sending a dead letter', () => {
  it('carries the message as JSON, at once, and the tenant as group', async () => {
    const { sqs, sent } = createRecordingQueue();
    const queues = { sqs, deadLetterQueueUrl: deliveryQueueUrl, controlQueueUrl: 'control', clock };

    await sendDeadLetter(queues, aDeadLetterMessage());

    expect(sent.slice(1)).toEqual([
      {
        QueueUrl: deliveryQueueUrl,
        MessageBody: JSON.stringify(aDeadLetterMessage()),
        MessageGroupId: 'acme',
      },
    ]);
  });
});
