import { expect, it } from '@jest/globals';
import { SqsQueue, SqsStore } from 'fauxqs/dist/sqs/sqsStore.js';
import { createFairOrder } from './fair-order.ts';

const queueOf = (...groups: readonly string[]): SqsQueue => {
  const queue = new SqsQueue('q', 'http://127.0.0.1/q', 'arn:aws:sqs:us-east-1:000000000000:q', {
    VisibilityTimeout: '43200',
  });
  for (const group of groups) queue.enqueue(SqsStore.createMessage(group, {}, undefined, group));
  return queue;
};
const waiting = (queue: SqsQueue) => queue.messages.map(({ body }) => body);

it('a group with few messages that take most of the time yields as well', () => {
  let now = 0;
  const order = createFairOrder(() => now);
  const queue = queueOf('slow', 'slow', 'quick');
  order(queue);
  queue.dequeue(1);
  now += 500;
  order(queue);
  expect(waiting(queue)).toEqual(['quick', 'slow']);
});

it('and is quiet again once its backlog is gone', () => {
  let now = 0;
  const order = createFairOrder(() => now);
  const queue = queueOf('slow', 'slow');
  order(queue);
  const [first, second] = queue.dequeue(2);
  now += 500;
  order(queue);
  for (const message of [first, second]) queue.deleteMessage(message?.ReceiptHandle ?? '');
  order(queue);
  for (const group of ['slow', 'quick']) queue.enqueue(SqsStore.createMessage(group, {}, undefined, group));
  order(queue);
  expect(waiting(queue)).toEqual(['slow', 'quick']);
});
