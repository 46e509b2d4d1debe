import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, parseDeadLetter } from '@switchyard/core';
import type { DlqRequest } from './request.ts';

/** A message is hidden from other scans this long; those that stay are shown again when the scan ends. */
export const HIDDEN_SECONDS = 300;

const RECEIVE_SIZE = 10;
/** SQS samples its servers: one empty answer does not mean an empty queue. */
const EMPTY_RECEIVES_TO_STOP = 2;

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

export type ScanDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Milliseconds until the function must have ended. */
  readonly remainingMs: () => number;
};

/** Time to finish what is under way and to show the other messages again. */
const RESERVE_MS = 10_000;

/**
 * Walks the dead-letter queue and hands each matching message to `visit`, which answers whether it deleted it.
 * All other messages become visible again at the end, whatever happens.
 */
export function createScanDeadLetters({ sqs, queueUrl, remainingMs }: ScanDeps) {
  return async (
    request: DlqRequest,
    visit: (messages: readonly ScannedMessage[]) => Promise<ReadonlySet<string>>,
  ): Promise<ScanResult> => {
    const matches = matcher(request);
    const seen = new Set<string>();
    const hidden = new Map<string, string>();
    let matched = 0;
    let malformed = 0;
    let emptyReceives = 0;
    let complete = false;
    try {
      while (matched < request.maxMessages && remainingMs() > RESERVE_MS) {
        const messages = await receive();
        if (messages.length === 0) {
          emptyReceives += 1;
          if (emptyReceives < EMPTY_RECEIVES_TO_STOP) continue;
          complete = true;
          break;
        }
        emptyReceives = 0;
        const fresh: ScannedMessage[] = [];
        for (const message of messages) {
          const { MessageId: messageId = '', ReceiptHandle: receiptHandle = '' } = message;
          hidden.set(messageId, receiptHandle);
          if (seen.has(messageId)) continue;
          seen.add(messageId);
          const deadLetter = parseDeadLetter(message.Body ?? '');
          if (deadLetter === undefined) malformed += 1;
          else if (matches(deadLetter) && matched + fresh.length < request.maxMessages) {
            fresh.push({ messageId, receiptHandle, sentAt: sentAt(message), deadLetter });
          }
        }
        matched += fresh.length;
        if (fresh.length > 0) for (const messageId of await visit(fresh)) hidden.delete(messageId);
      }
    } finally {
      await showAgain([...hidden.values()]);
    }
    return { scanned: seen.size, malformed, complete };
  };

  async function receive(): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: RECEIVE_SIZE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return Messages;
  }

  async function showAgain(receiptHandles: readonly string[]): Promise<void> {
    for (let start = 0; start < receiptHandles.length; start += RECEIVE_SIZE) {
      const batch = receiptHandles.slice(start, start + RECEIVE_SIZE);
      await sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map((ReceiptHandle, index) => ({
            Id: String(index),
            ReceiptHandle,
            VisibilityTimeout: 0,
          })),
        }),
      );
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
