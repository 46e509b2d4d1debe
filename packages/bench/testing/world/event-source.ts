import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { EnvironmentContext } from './environment.ts';
import type { SimulatedFunction } from './function.ts';
import type { SimulatedQueue, StoredMessage } from './queues.ts';

export type EventSourceDefinition = {
  readonly queue: SimulatedQueue;
  readonly function: SimulatedFunction;
  readonly batchSize: number;
  readonly concurrency: number;
};

const answerSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** How long messages gather before a batch of them is taken. */
const POLL_MS = 5;

/** Hands a queue's messages to a function in batches, and deletes what it has done: as Lambda does. */
export function startEventSource(
  world: EnvironmentContext,
  { queue, function: target, batchSize, concurrency }: EventSourceDefinition,
): void {
  const { time } = world;
  let running = 0;
  let isPolling = false;

  function poll(): void {
    if (isPolling || running >= concurrency) return;
    isPolling = true;
    time.at(time.clock() + POLL_MS, () => {
      isPolling = false;
      const batch = queue.receive(batchSize);
      if (batch.length === 0) return;
      running += 1;
      void take(batch).finally(() => {
        running -= 1;
        poll();
      });
      poll();
    });
  }

  async function take(batch: readonly StoredMessage[]): Promise<void> {
    const event: SQSEvent = { Records: batch.map(toRecord) };
    const invocation = await target.invoke(event);
    if (invocation.kind !== 'returned') return;
    const failed = new Set(
      answerSchema.parse(invocation.result).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    );
    const done = batch.filter(({ messageId }) => !failed.has(messageId));
    if (done.length === 0) return;
    // SQS may forget that a message was deleted: then it hands it out once more.
    const effect = { by: `${target.name}'s queue`, what: `sqs:DeleteMessageBatch ${queue.name}` };
    const fate = world.fates(effect);
    world.onEffect(effect);
    if (fate === 'crash_before' || fate === 'refused') return;
    for (const { receiptHandle } of done) queue.delete(receiptHandle);
  }

  queue.onVisible = poll;
}

const toRecord = ({ messageId, receiptHandle, body, sentAt, receives }: StoredMessage): SQSRecord => ({
  messageId,
  receiptHandle,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'AIDA',
    ApproximateFirstReceiveTimestamp: String(sentAt),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:queue',
  awsRegion: 'eu-west-1',
});
