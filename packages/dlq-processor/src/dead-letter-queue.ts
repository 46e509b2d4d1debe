import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toIso } from '@switchyard/core/clock';
import { MAX_BATCH_MESSAGES } from '@switchyard/core/queues';

/** A message is hidden from other scans this long; those that stay are shown again when the scan ends. */
export const HIDDEN_SECONDS = 300;

export type DeadLetterReceiver = {
  readonly sqsClient: SQSClient;
  readonly deadLetterQueueUrl: string;
};

export async function receiveDeadLetters({ sqsClient, deadLetterQueueUrl }: DeadLetterReceiver) {
  const { Messages = [] } = await sqsClient.send(
    new ReceiveMessageCommand({
      QueueUrl: deadLetterQueueUrl,
      MaxNumberOfMessages: MAX_BATCH_MESSAGES,
      VisibilityTimeout: HIDDEN_SECONDS,
      // A long poll asks all of SQS's servers: one empty answer is an empty queue.
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages.map((message) => ({
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    sentAt: sentAt(message),
  }));
}

function sentAt({ Attributes }: Message): string | undefined {
  const ms = Number(Attributes?.SentTimestamp);
  return Number.isFinite(ms) ? toIso(ms) : undefined;
}

export async function deleteDeadLetter(
  { sqsClient, deadLetterQueueUrl }: DeadLetterReceiver,
  receiptHandle: string,
): Promise<void> {
  await sqsClient.send(
    new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle: receiptHandle }),
  );
}

/**
 * Whether the queue itself says that nothing is left to receive. An empty answer alone does not: SQS gives none out
 * once 120,000 messages are hidden.
 */
export async function hasNoneLeft({ sqsClient, deadLetterQueueUrl }: DeadLetterReceiver): Promise<boolean> {
  const { Attributes } = await sqsClient.send(
    new GetQueueAttributesCommand({
      QueueUrl: deadLetterQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Attributes?.ApproximateNumberOfMessages === '0';
}

/** So many calls at a time. */
const SHOWING_AT_ONCE = 20;
/** What a call may take, with some patience. */
const CALL_MS = 100;

/** How long it takes to show so many messages again. */
export const showAgainMs = (count: number): number =>
  Math.ceil(count / MAX_BATCH_MESSAGES / SHOWING_AT_ONCE) * CALL_MS;

/** What cannot be shown again now comes back by itself when its time is up: no reason to lose the result. */
export async function showAgain(
  { sqsClient, deadLetterQueueUrl }: DeadLetterReceiver,
  receiptHandles: readonly string[],
): Promise<void> {
  const batches = batchesOf(receiptHandles);
  async function showInTurn(): Promise<void> {
    for (const batch of batches) await showBatch(batch);
  }
  async function showBatch(batch: readonly string[]): Promise<void> {
    const shown = sqsClient.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: deadLetterQueueUrl,
        Entries: batch.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: 0,
        })),
      }),
    );
    await shown.catch(() => undefined);
  }
  await Promise.all(Array.from({ length: SHOWING_AT_ONCE }, showInTurn));
}

function* batchesOf(receiptHandles: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < receiptHandles.length; start += MAX_BATCH_MESSAGES)
    yield receiptHandles.slice(start, start + MAX_BATCH_MESSAGES);
}
