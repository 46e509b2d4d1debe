import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, parseDeadLetter } from '@switchyard/core/deliveries';
import type { DlqRequest } from './request.ts';

/** A message is hidden from other scans this long; those that stay are shown again when the scan ends. */
export const HIDDEN_SECONDS = 300;

const RECEIVE_SIZE = 10;

export type ScannedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly sentAt: string | undefined;
  readonly deadLetter: DeadLetter;
};

export type ScanResult = {
  /** Messages read, matching or not. */
  readonly scanned: number;
  /** Messages that are not ours: they stay. */
  readonly malformed: number;
  /** False when the scan stopped at maxMessages or for lack of time. */
  readonly complete: boolean;
};

/** Says what became of the message; `out_of_time` ends the scan and means that nothing was done with it. */
export type Visit = (message: ScannedMessage) => Promise<'deleted' | 'stays' | 'out_of_time'>;

export type ScanDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Milliseconds until the function must have ended. */
  readonly remainingMs: () => number;
};

/** Time to finish what is under way and to show the other messages again. */
export const RESERVE_MS = 10_000;

/**
 * Walks the dead-letter queue and hands each matching message to `visit`, one after another.
 * All other messages become visible again at the end, whatever happens.
 */
export function createScanDeadLetters({ sqs, queueUrl, remainingMs }: ScanDeps) {
  return async (request: DlqRequest, visit: Visit): Promise<ScanResult> => {
    const matches = matcher(request);
    const seen = new Set<string>();
    const hidden = new Map<string, string>();
    let matched = 0;
    let malformed = 0;
    let isEmpty = false;
    let outOfTime = false;
    const goesOn = () => {
      outOfTime ||= remainingMs() <= RESERVE_MS;
      return !outOfTime && matched < request.maxMessages;
    };
    try {
      // A long poll asks all of SQS's servers: one empty answer is an empty queue.
      while (goesOn() && !isEmpty) {
        const messages = await receive();
        isEmpty = messages.length === 0;
        for (const message of messages) hidden.set(message.messageId, message.receiptHandle);
        for (const message of messages.filter(({ messageId }) => !seen.has(messageId))) {
          seen.add(message.messageId);
          const deadLetter = parseDeadLetter(message.body);
          if (deadLetter === undefined) malformed += 1;
          else if (matches(deadLetter) && goesOn()) {
            const { messageId, receiptHandle, sentAt } = message;
            const became = await visit({ messageId, receiptHandle, sentAt, deadLetter });
            if (became === 'deleted') hidden.delete(messageId);
            if (became === 'out_of_time') outOfTime = true;
            else matched += 1;
          }
        }
      }
    } finally {
      await showAgain([...hidden.values()]);
    }
    return { scanned: seen.size, malformed, complete: isEmpty };
  };

  async function receive() {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: RECEIVE_SIZE,
        VisibilityTimeout: HIDDEN_SECONDS,
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

  /** What cannot be shown again now comes back by itself when its time is up: no reason to lose the result. */
  async function showAgain(receiptHandles: readonly string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += RECEIVE_SIZE) {
      const batch = receiptHandles.slice(start, start + RECEIVE_SIZE);
      const shown = sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map((ReceiptHandle, index) => ({
            Id: String(index),
            ReceiptHandle,
            VisibilityTimeout: 0,
          })),
        }),
      );
      await shown.catch(() => undefined);
    }
  }
}

function matcher({ tenantId, endpointId, eventIds }: DlqRequest): (letter: DeadLetter) => boolean {
  const wanted = eventIds === undefined ? undefined : new Set(eventIds);
  return (letter) =>
    (tenantId === undefined || letter.tenantId === tenantId) &&
    (endpointId === undefined || letter.endpointId === endpointId) &&
    (wanted === undefined || wanted.has(letter.eventId));
}

function sentAt({ Attributes }: Message): string | undefined {
  const ms = Number(Attributes?.SentTimestamp);
  return Number.isFinite(ms) ? new Date(ms).toISOString() : undefined;
}
