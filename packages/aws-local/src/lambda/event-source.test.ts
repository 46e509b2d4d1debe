import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from '@jest/globals';
import type { Backend } from '../aws/backend.ts';
import { clientOptions } from '../aws/client-options.ts';
import { startEmbeddedSqs } from '../aws/embedded-sqs.ts';
import { type EventSource, type EventSourceDefinition, startEventSource } from './event-source.ts';
import type { InvocationResult } from './execution-environment.ts';

const REGION = 'us-east-1';
let sqs: Backend;
let client: SQSClient;
let source: EventSource;
afterEach(async () => {
  await source.stop();
  client.destroy();
  await sqs.stop();
});

/** A function whose events the test answers by hand, polled from a queue that already holds messages. */
async function poll(messages: number, overrides: Partial<EventSourceDefinition>) {
  sqs = await startEmbeddedSqs(REGION);
  client = new SQSClient(clientOptions(sqs.url, REGION, 'local'));
  await client.send(new CreateQueueCommand({ QueueName: 'q' }));
  const queueUrl = `${sqs.url}/000000000000/q`;
  const Entries = Array.from({ length: messages }, (_, index) => ({
    Id: `${index}`,
    MessageBody: `${index}`,
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));

  const answers: (() => void)[] = [];
  const sizes: number[] = [];
  const watchers = new Set<() => void>();
  const invoke = (payload: string): Promise<InvocationResult> =>
    new Promise((resolve) => {
      sizes.push(JSON.parse(payload).Records.length);
      answers.push(() => resolve({ requestId: 'r', payload: 'null', logs: [], durationMs: 0 }));
      for (const check of watchers) check();
    });
  const definition = {
    queueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
    queueUrl,
    batchSize: 1,
    batchingWindowSeconds: 0,
    reportsBatchItemFailures: true,
    maximumConcurrency: undefined,
  };
  source = startEventSource(
    { ...definition, ...overrides },
    { name: 'fn', accessKeyId: 'fn', invoke },
    sqs.url,
    REGION,
    () => undefined,
  );
  return {
    answers,
    sizes,
    invoked: (count: number): Promise<void> =>
      new Promise((resolve) => {
        const check = (): void => (sizes.length >= count ? resolve() : undefined);
        watchers.add(check);
        check();
      }),
  };
}

it('more pollers start while all are busy, up to the maximum concurrency', async () => {
  const { answers, sizes, invoked } = await poll(8, { maximumConcurrency: 4 });
  await invoked(4);
  // Two rounds through the queue: time for a fifth poller to take what is left, if there were one.
  await client.send(new CreateQueueCommand({ QueueName: 'q' }));
  await client.send(new CreateQueueCommand({ QueueName: 'q' }));
  expect(sizes).toHaveLength(4);
  answers[0]?.();
  await invoked(5);
  for (const answer of answers) answer();
});

it('a batching window gathers a batch larger than one receive', async () => {
  const { answers, sizes, invoked } = await poll(10, {
    batchSize: 12,
    batchingWindowSeconds: 1,
    maximumConcurrency: 1,
  });
  await client.send(
    new SendMessageBatchCommand({
      QueueUrl: `${sqs.url}/000000000000/q`,
      Entries: ['a', 'b'].map((Id) => ({ Id, MessageBody: Id })),
    }),
  );
  await invoked(1);
  expect(sizes).toEqual([12]);
  answers[0]?.();
});
