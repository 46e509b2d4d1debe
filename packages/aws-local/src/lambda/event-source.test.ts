import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { type Backend, callBackend } from '../aws/backend.ts';
import { startEmbeddedSqs } from '../aws/embedded-sqs.ts';
import { withTraceHeader } from '../aws/trace-header.ts';
import type { JsonObject } from '../json.ts';
import {
  type EventSource,
  type EventSourceDefinition,
  type EventSourceTarget,
  GROW_MS,
  startEventSource,
} from './event-source.ts';
import { ThrottledError } from './function-pool.ts';

const REGION = 'us-east-1';
const QUEUE_URL = 'http://127.0.0.1/000000000000/q';
const A_SOURCE: EventSourceDefinition = {
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
  queueUrl: QUEUE_URL,
  batchSize: 1,
  batchingWindowSeconds: 0,
  reportsBatchItemFailures: true,
  maximumConcurrency: undefined,
};
const target = () => ({
  name: 'fn',
  region: REGION,
  recursiveLoop: 'Terminate' as const,
  callSqs: (operation: string, input: JsonObject) => callBackend(sqs, operation, input),
  onProblem: () => undefined,
});
let sqs: Backend;
let source: EventSource;
afterEach(async () => {
  await source.stop();
  await sqs.stop();
});

const send = (...bodies: readonly string[]) =>
  callBackend(sqs, 'SendMessageBatch', {
    QueueUrl: QUEUE_URL,
    Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
  });

/** A function whose events the test answers by hand, polled from a queue that already holds messages. */
async function poll(messages: number, overrides: Partial<EventSourceDefinition>, areTaken = true) {
  sqs = await startEmbeddedSqs(REGION);
  await callBackend(sqs, 'CreateQueue', { QueueName: 'q' });
  await send(...Array.from({ length: messages }, (_, index) => `${index}`));

  const answers: (() => void)[] = [];
  const sizes: number[] = [];
  const watchers = new Set<() => void>();
  const invoke: EventSourceTarget['invoke'] = (payload, _traceHeader, onTaken) =>
    new Promise((resolve) => {
      if (areTaken) onTaken();
      sizes.push(JSON.parse(payload).Records.length);
      answers.push(() => resolve({ requestId: 'r', payload: 'null', logs: [], durationMs: 0 }));
      for (const check of watchers) check();
    });
  source = startEventSource({ ...A_SOURCE, ...overrides }, { ...target(), invoke });
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
  // Twice as long as one more poller would need to take what is left, if there were one.
  await sleep(2 * GROW_MS);
  expect(sizes).toHaveLength(4);
  answers[0]?.();
  await invoked(5);
  for (const answer of answers) answer();
});

it('without a maximum there are more than ten, while nobody waits for an environment', async () => {
  const { answers, invoked } = await poll(10, {});
  await send('a', 'b', 'c', 'd');
  await invoked(14);
  for (const answer of answers) answer();
});

it('no more start while batches wait for an environment', async () => {
  const { answers, sizes, invoked } = await poll(8, {}, false);
  await invoked(2);
  await sleep(2 * GROW_MS);
  expect(sizes).toHaveLength(2);
  for (const answer of answers) answer();
});

it('what waits for an environment of one source holds nothing back of another of the same function', async () => {
  const { answers, invoked } = await poll(8, {});
  await callBackend(sqs, 'CreateQueue', { QueueName: 'slow' });
  const slow = { ...A_SOURCE, queueUrl: QUEUE_URL.replace(/q$/, 'slow') };
  for (const MessageBody of ['0', '1'])
    await callBackend(sqs, 'SendMessage', { QueueUrl: slow.queueUrl, MessageBody });
  const asked = Promise.withResolvers<void>();
  let waiting = 0;
  const neverTaken = startEventSource(slow, {
    ...target(),
    invoke: () => {
      waiting += 1;
      if (waiting === 2) asked.resolve();
      return new Promise(() => undefined);
    },
  });
  await asked.promise;
  await invoked(8);
  for (const answer of answers) answer();
  void neverTaken.stop();
});

it('a batching window gathers a batch larger than one receive', async () => {
  const { answers, sizes, invoked } = await poll(10, {
    batchSize: 12,
    batchingWindowSeconds: 1,
    maximumConcurrency: 1,
  });
  await send('a', 'b');
  await invoked(1);
  expect(sizes).toEqual([12]);
  answers[0]?.();
});

it('a throttled batch comes back after its visibility timeout, and has used up a receive', async () => {
  sqs = await startEmbeddedSqs(REGION);
  await callBackend(sqs, 'CreateQueue', { QueueName: 'q', Attributes: { VisibilityTimeout: '1' } });
  await send('0');
  const receives: string[] = [];
  const handled = Promise.withResolvers<void>();
  source = startEventSource(
    { ...A_SOURCE, maximumConcurrency: 2 },
    {
      ...target(),
      invoke: async (payload) => {
        receives.push(JSON.parse(payload).Records[0].attributes.ApproximateReceiveCount);
        if (receives.length < 3) throw new ThrottledError();
        handled.resolve();
        return { requestId: 'r', payload: 'null', logs: [], durationMs: 0 };
      },
    },
  );
  await handled.promise;
  expect(receives).toEqual(['1', '2', '3']);
});

/** A function that sends each message on to its own queue, thirty times if it is let. */
async function loop(recursiveLoop: 'Allow' | 'Terminate'): Promise<{ calls: number; problems: string[] }> {
  sqs = await startEmbeddedSqs(REGION);
  await callBackend(sqs, 'CreateQueue', { QueueName: 'q' });
  await send('0');
  const problems: string[] = [];
  const ended = Promise.withResolvers<void>();
  let calls = 0;
  source = startEventSource(A_SOURCE, {
    ...target(),
    recursiveLoop,
    invoke: async (_payload, traceHeader) => {
      calls += 1;
      const call = { service: 'sqs', operation: 'SendMessage' } as const;
      const input = { QueueUrl: QUEUE_URL, MessageBody: String(calls) };
      if (calls === 30) ended.resolve();
      else await callBackend(sqs, 'SendMessage', withTraceHeader(call, input, traceHeader));
      return { requestId: 'r', payload: 'null', logs: [], durationMs: 0 };
    },
    callSqs: (operation, input) => callBackend(sqs, operation, input),
    onProblem: (text) => {
      problems.push(text);
      ended.resolve();
    },
  });
  await ended.promise;
  return { calls, problems };
}

it('a function that calls itself through its queue is not called for the seventeenth time', async () => {
  expect(await loop('Terminate')).toEqual({
    calls: 16,
    problems: [expect.stringContaining('endless loop')],
  });
});

it('unless it is allowed to', async () => {
  expect(await loop('Allow')).toEqual({ calls: 30, problems: [] });
});
