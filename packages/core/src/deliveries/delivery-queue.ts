import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import type { Sender } from '../queues/sender.ts';
import type { DeadLetterMessage } from './dead-letter-message.ts';
import type { DeliveryMessage } from './delivery-message.ts';

/** SQS refuses a longer `DelaySeconds`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_DELAY_SECONDS = 900;

/** SQS takes this many messages in one SendMessageBatch. */
const BATCH_SIZE = 10;

/** Seconds to hand to SQS so that the message shows up at `notBefore` or, for long waits, hops on the way. */
export function delaySeconds(notBefore: number | undefined, nowMs: number): number {
  const waitMs = Math.max(0, (notBefore ?? 0) - nowMs);
  return Math.min(MAX_DELAY_SECONDS, Math.ceil(waitMs / 1000));
}

export type DeliveryQueueDeps = {
  readonly sqs: Sender;
  readonly queueUrl: string;
  readonly clock: Clock;
};

function entry(message: DeliveryMessage, nowMs: number): Omit<SendMessageBatchRequestEntry, 'Id'> {
  return {
    MessageBody: JSON.stringify(message),
    // Fair queues: SQS hands out other tenants' messages first while one tenant has a backlog.
    MessageGroupId: message.tenantId,
    DelaySeconds: delaySeconds(message.notBefore, nowMs),
  };
}

/** Sends one attempt; resolves only when SQS has stored it. */
export function createSendDelivery({ sqs, queueUrl, clock }: DeliveryQueueDeps) {
  return async (message: DeliveryMessage): Promise<void> => {
    await sqs.sendMessage({ QueueUrl: queueUrl, ...entry(message, clock()) });
  };
}

/**
 * Sends many; resolves to those that SQS did not store, so that the caller can say which are missing.
 *
 * @throws when SQS did not answer at all, so that as far as is known none was stored
 */
export function createSendDeliveries({ sqs, queueUrl, clock }: DeliveryQueueDeps) {
  async function sendBatch(batch: readonly DeliveryMessage[]): Promise<DeliveryMessage[]> {
    const result = await sqs.sendMessageBatch({
      QueueUrl: queueUrl,
      Entries: batch.map((message, index) => ({ Id: String(index), ...entry(message, clock()) })),
    });
    const stored = new Set(result.Successful?.map(({ Id }) => Id));
    return batch.filter((_, index) => !stored.has(String(index)));
  }

  return async (messages: readonly DeliveryMessage[]): Promise<DeliveryMessage[]> => {
    const failed: DeliveryMessage[] = [];
    for (let start = 0; start < messages.length; start += BATCH_SIZE) {
      try {
        failed.push(...(await sendBatch(messages.slice(start, start + BATCH_SIZE))));
      } catch (error) {
        if (start === 0) throw error;
        return [...failed, ...messages.slice(start)];
      }
    }
    return failed;
  };
}

/** Sends a dead letter; the tenant is its message group too, so one tenant's dead letters do not hide another's. */
export function createSendDeadLetter({ sqs, queueUrl }: Omit<DeliveryQueueDeps, 'clock'>) {
  return async (message: DeadLetterMessage): Promise<void> => {
    await sqs.sendMessage({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(message),
      MessageGroupId: message.tenantId,
    });
  };
}
