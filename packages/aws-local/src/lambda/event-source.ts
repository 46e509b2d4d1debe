import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientOptions } from '../aws/client-options.ts';
import type { InvocationResult } from './execution-environment.ts';
import { MAX_ENVIRONMENTS } from './function-pool.ts';
import { failedMessageIds, toSqsEvent } from './sqs-event.ts';

const INITIAL_POLLERS = 2;
const LONG_POLL_SECONDS = 20;
/** What one ReceiveMessage can return. */
const RECEIVE_LIMIT = 10;
const RETRY_AFTER_ERROR_MS = 1000;

export type EventSourceDefinition = {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly maximumConcurrency: number | undefined;
};

/** The function that is polled for. */
export type EventSourceTarget = {
  readonly name: string;
  readonly accessKeyId: string;
  readonly invoke: (payload: string) => Promise<InvocationResult>;
};

export type EventSource = {
  readonly stop: () => Promise<void>;
};

/** Polls a queue for a function under the function's own role, as an event source mapping does. */
export function startEventSource(
  source: EventSourceDefinition,
  target: EventSourceTarget,
  awsUrl: string,
  region: string,
  onProblem: (text: string) => void,
): EventSource {
  const client = new SQSClient(clientOptions(awsUrl, region, target.accessKeyId));
  const stopping = new AbortController();
  const { signal } = stopping;
  const pollers = new Set<Promise<void>>();
  // More pollers than threads would only keep messages waiting out of everyone's sight.
  const limit = Math.min(source.maximumConcurrency ?? MAX_ENVIRONMENTS, MAX_ENVIRONMENTS);
  let receiving = 0;

  const receive = async (count: number, waitSeconds: number): Promise<Message[]> => {
    const input = {
      QueueUrl: source.queueUrl,
      MaxNumberOfMessages: Math.min(count, RECEIVE_LIMIT),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All' as const],
      MessageAttributeNames: ['All'],
    };
    const { Messages } = await client.send(new ReceiveMessageCommand(input), { abortSignal: signal });
    return Messages ?? [];
  };

  const receiveBatch = async (): Promise<Message[]> => {
    receiving++;
    try {
      const batch = await receive(source.batchSize, LONG_POLL_SECONDS);
      const until = Date.now() + source.batchingWindowSeconds * 1000;
      while (batch.length > 0 && batch.length < source.batchSize && !signal.aborted) {
        const left = until - Date.now();
        if (left <= 0) break;
        batch.push(
          ...(await receive(
            source.batchSize - batch.length,
            Math.min(LONG_POLL_SECONDS, Math.ceil(left / 1000)),
          )),
        );
      }
      return batch;
    } finally {
      receiving--;
    }
  };

  const process = async (batch: readonly Message[]): Promise<void> => {
    const { payload, functionError } = await target.invoke(
      JSON.stringify(toSqsEvent(batch, source.queueArn, region)),
    );
    if (functionError) return;
    const failed = source.reportsBatchItemFailures
      ? failedMessageIds(
          payload,
          batch.map(({ MessageId }) => MessageId ?? ''),
        )
      : [];
    if (failed === 'all') {
      onProblem(`${target.name} answered a batch with no valid batchItemFailures: ${payload.slice(0, 300)}`);
      return;
    }
    const done = batch.filter(({ MessageId }) => !failed.includes(MessageId ?? ''));
    for (let from = 0; from < done.length; from += RECEIVE_LIMIT) {
      const Entries = done
        .slice(from, from + RECEIVE_LIMIT)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }));
    }
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const batch = await receiveBatch();
        if (batch.length > 0) {
          if (receiving === 0) startPoller();
          // A batch that fails stays invisible until the queue's visibility timeout ends, and is then tried again.
          await process(batch);
        } else if (receiving >= INITIAL_POLLERS) return;
      } catch (error) {
        if (signal.aborted) return;
        onProblem(`Polling ${source.queueArn} for ${target.name}: ${String(error)}`);
        await sleep(RETRY_AFTER_ERROR_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  const startPoller = (): void => {
    if (pollers.size >= limit || signal.aborted) return;
    const poller: Promise<void> = poll().finally(() => pollers.delete(poller));
    pollers.add(poller);
  };

  // Lambda reads the queue's attributes when a mapping is created, and needs the permission for it.
  const check = client
    .send(new GetQueueAttributesCommand({ QueueUrl: source.queueUrl, AttributeNames: ['QueueArn'] }), {
      abortSignal: signal,
    })
    .catch((error: unknown) => {
      if (!signal.aborted) onProblem(`Event source ${source.queueArn} of ${target.name}: ${String(error)}`);
    });
  for (let started = 0; started < Math.min(INITIAL_POLLERS, limit); started++) startPoller();

  return {
    stop: async () => {
      stopping.abort();
      await Promise.allSettled([check, ...pollers]);
      client.destroy();
    },
  };
}
