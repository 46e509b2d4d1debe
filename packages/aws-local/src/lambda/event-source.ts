import { setTimeout as sleep } from 'node:timers/promises';
import { asList, asString, isObject, type JsonObject } from '../json.ts';
import type { InvocationResult } from './execution-environment.ts';
import { ThrottledError } from './function-pool.ts';
import { MAX_LOOP_INVOCATIONS, nextTraceHeader, timesCalled } from './lineage.ts';
import { failedMessageIds, toSqsEvent } from './sqs-event.ts';

/** As few as Lambda goes down to while there is little to do. */
const INITIAL_POLLERS = 2;
/** What Lambda begins with as soon as there are messages: here, as soon as all have been busy for so long … */
const FIRST_POLLERS = 5;
const FIRST_GROW_MS = 50;
/**
 * … and goes up to, by one each 0.2 s: 300 a minute.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const MOST_POLLERS = 1250;
export const GROW_MS = 200;
/** Batches that wait for an environment, at most; with more, messages would only wait out of everyone's sight. */
const MOST_WAITING = 2;
const LONG_POLL_SECONDS = 20;
/** What one ReceiveMessage can return. */
const RECEIVE_LIMIT = 10;
const RETRY_AFTER_ERROR_MS = 1000;
/** How long a poller whose last batch was not full lets messages gather: a batch costs more than a message in it. */
const GATHER_MS = 100;

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
  readonly region: string;
  /** @param onTaken it waits for an environment until then. @throws ThrottledError above the reserved concurrency */
  readonly invoke: (payload: string, traceHeader: string, onTaken: () => void) => Promise<InvocationResult>;
  readonly recursiveLoop: 'Allow' | 'Terminate';
  /** Calls SQS as the function's own role does. @throws when it is refused */
  readonly callSqs: (operation: string, input: JsonObject, signal?: AbortSignal) => Promise<JsonObject>;
  readonly onProblem: (text: string) => void;
};

export type EventSource = { readonly stop: () => Promise<void> };

/** Polls a queue for a function under the function's own role, as an event source mapping does. */
export function startEventSource(source: EventSourceDefinition, target: EventSourceTarget): EventSource {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pollers = new Set<Promise<void>>();
  const limit = source.maximumConcurrency ?? MOST_POLLERS;
  let receiving = 0;
  /** Batches of this source that wait for an environment; those of another one hold nothing back here. */
  const waiting = new Set<symbol>();
  let growing: NodeJS.Timeout | undefined;

  /** What is left in the queue has to wait while all pollers are busy: until one of them receives again. */
  const growIfBusy = (): void => {
    if (growing !== undefined || receiving > 0 || signal.aborted) return;
    growing = setTimeout(
      () => {
        growing = undefined;
        const room = MOST_WAITING - waiting.size;
        const wanted = Math.max(1, FIRST_POLLERS - pollers.size);
        for (let started = 0; started < Math.min(room, wanted); started += 1) startPoller();
        if (room <= 0) growIfBusy();
      },
      pollers.size < FIRST_POLLERS ? FIRST_GROW_MS : GROW_MS,
    );
  };

  const invoke = (payload: string, traceHeader: string): Promise<InvocationResult> => {
    const batch = Symbol('batch');
    const leave = () => waiting.delete(batch);
    waiting.add(batch);
    return target.invoke(payload, traceHeader, leave).finally(leave);
  };

  const poll = async (): Promise<void> => {
    let gatherMs = 0;
    while (!signal.aborted) {
      try {
        receiving += 1;
        clearTimeout(growing);
        growing = undefined;
        const batch = await sleep(gatherMs, undefined, { signal })
          .then(() => receiveBatch(source, target, signal))
          .finally(() => {
            receiving -= 1;
          });
        gatherMs = 0 < batch.length && batch.length < source.batchSize ? GATHER_MS : 0;
        if (batch.length > 0) {
          growIfBusy();
          // A batch that fails stays invisible until the queue's visibility timeout ends, and is then tried again.
          await processBatch(source, { ...target, invoke }, batch);
        } else if (receiving >= INITIAL_POLLERS) return;
      } catch (error) {
        if (signal.aborted) return;
        target.onProblem(`Polling ${source.queueArn} for ${target.name}: ${String(error)}`);
        // Lambda reads less where the function may not run more often; what was taken comes back by itself.
        if (error instanceof ThrottledError && pollers.size > 1) return;
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
  const check = target
    .callSqs('GetQueueAttributes', { QueueUrl: source.queueUrl, AttributeNames: ['QueueArn'] }, signal)
    .catch((error: unknown) => {
      if (!signal.aborted)
        target.onProblem(`Event source ${source.queueArn} of ${target.name}: ${String(error)}`);
    });
  for (let started = 0; started < Math.min(INITIAL_POLLERS, limit); started++) startPoller();

  return {
    stop: async () => {
      stopping.abort();
      clearTimeout(growing);
      await Promise.allSettled([check, ...pollers]);
    },
  };
}

async function receiveBatch(
  source: EventSourceDefinition,
  target: EventSourceTarget,
  signal: AbortSignal,
): Promise<JsonObject[]> {
  const receive = async (count: number, waitSeconds: number): Promise<JsonObject[]> => {
    const input = {
      QueueUrl: source.queueUrl,
      MaxNumberOfMessages: Math.min(count, RECEIVE_LIMIT),
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    };
    const { Messages } = await untilAborted(target.callSqs('ReceiveMessage', input, signal), signal);
    return asList(Messages).filter(isObject);
  };
  const batch = await receive(source.batchSize, LONG_POLL_SECONDS);
  const until = Date.now() + source.batchingWindowSeconds * 1000;
  while (batch.length > 0 && batch.length < source.batchSize && !signal.aborted) {
    const left = until - Date.now();
    if (left <= 0) break;
    const waitSeconds = Math.min(LONG_POLL_SECONDS, Math.ceil(left / 1000));
    batch.push(...(await receive(source.batchSize - batch.length, waitSeconds)));
  }
  return batch;
}

/** Settles with the call or rejects when it is aborted: the embedded queue does not end a long poll early. */
const untilAborted = <T>(call: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    call.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });

const traceHeaderOf = ({ Attributes }: JsonObject): string =>
  (isObject(Attributes) ? asString(Attributes.AWSTraceHeader) : undefined) ?? '';

/** What is dropped stays invisible for its time, and becomes a dead letter after its last receive. */
const isLoop = ({ name, recursiveLoop }: BatchTarget, message: JsonObject): boolean =>
  recursiveLoop === 'Terminate' && timesCalled(name, traceHeaderOf(message)) >= MAX_LOOP_INVOCATIONS;

type BatchTarget = Omit<EventSourceTarget, 'invoke'> & {
  readonly invoke: (payload: string, traceHeader: string) => Promise<InvocationResult>;
};

async function processBatch(
  source: EventSourceDefinition,
  target: BatchTarget,
  received: readonly JsonObject[],
): Promise<void> {
  const batch = received.filter((message) => !isLoop(target, message));
  if (batch.length < received.length)
    target.onProblem(
      `${target.name} was called ${MAX_LOOP_INVOCATIONS} times in one chain of messages: Lambda takes it for an endless loop and drops ${received.length - batch.length}.`,
    );
  if (batch.length === 0) return;
  const event = JSON.stringify(toSqsEvent(batch, source.queueArn, target.region));
  const { payload, functionError } = await target.invoke(
    event,
    nextTraceHeader(target.name, batch.map(traceHeaderOf)),
  );
  if (functionError) return;
  const idOf = ({ MessageId }: JsonObject): string => asString(MessageId) ?? '';
  const failed = source.reportsBatchItemFailures ? failedMessageIds(payload, batch.map(idOf)) : [];
  if (failed === 'all') {
    target.onProblem(
      `${target.name} answered a batch with no valid batchItemFailures: ${payload.slice(0, 300)}`,
    );
    return;
  }
  const done = batch.filter((message) => !failed.includes(idOf(message)));
  for (let from = 0; from < done.length; from += RECEIVE_LIMIT) {
    const Entries = done
      .slice(from, from + RECEIVE_LIMIT)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await target.callSqs('DeleteMessageBatch', { QueueUrl: source.queueUrl, Entries });
  }
}
