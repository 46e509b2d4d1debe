import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { Clock } from '../clock.ts';
import { MAX_BATCH_MESSAGES, type Sender } from '../queues/sender.ts';
import type { ControlMessage } from './control-message.ts';
import { CONTROL_MESSAGE } from './control-message-name.ts';
import type { DeadLetterMessage } from './dead-letter-message.ts';
import type { DeliveryMessage } from './delivery-message.ts';

/** SQS refuses a longer `DelaySeconds`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_DELAY_SECONDS = 900;

/**
 * How often a message may be sent on before its attempt is made all the same. The longest wait that a retry schedule can
 * have takes 740; Lambda's own end of such a loop, after 16 invocations, is switched off for the worker.
 */
export const MAX_HOPS = 1_000;

/** Seconds to hand to SQS so that the message shows up at `notBefore` or, for long waits, hops on the way. */
export function delaySeconds(notBefore: number | undefined, nowMs: number): number {
  const waitMs = Math.max(0, (notBefore ?? 0) - nowMs);
  return Math.min(MAX_DELAY_SECONDS, Math.ceil(waitMs / 1000));
}

/** Where attempts to make wait. */
export type DeliveryQueue = {
  readonly sqs: Sender;
  readonly deliveryQueueUrl: string;
  readonly clock: Clock;
};

/** Where attempts to make at slow endpoints wait. */
export type SlowLane = { readonly sqs: Sender; readonly slowQueueUrl: string; readonly clock: Clock };

/** Sends one attempt there; resolves only when SQS has stored it. */
export async function sendToSlowLane(
  { sqs, slowQueueUrl, clock }: SlowLane,
  { slow: _handedOver, ...message }: DeliveryMessage,
): Promise<void> {
  await sqs.sendMessage({ QueueUrl: slowQueueUrl, ...entry({ ...message, lane: 'slow' }, clock()) });
}

/** Where what is to be done about endpoints waits. */
export type ControlQueue = {
  readonly sqs: Sender;
  readonly controlQueueUrl: string;
  readonly clock: Clock;
};

/** Where deliveries that were given up wait for an operator. Their tenants are told. */
export type DeadLetterQueue = ControlQueue & { readonly deadLetterQueueUrl: string };

/** Sends it so that it shows up at its `notBefore`, or hops on the way. */
export async function sendControl(
  { sqs, controlQueueUrl, clock }: ControlQueue,
  message: ControlMessage,
): Promise<void> {
  await sqs.sendMessage({
    QueueUrl: controlQueueUrl,
    MessageBody: JSON.stringify(message),
    MessageGroupId: message.kind === 'expire_held' ? message.kind : message.tenantId,
    DelaySeconds: delaySeconds(message.notBefore, clock()),
  });
}

function entry(message: DeliveryMessage, nowMs: number): Omit<SendMessageBatchRequestEntry, 'Id'> {
  return {
    MessageBody: JSON.stringify(message),
    // Fair queues: SQS hands out other tenants' messages first while one tenant has a backlog.
    MessageGroupId: message.tenantId,
    DelaySeconds: delaySeconds(message.notBefore, nowMs),
  };
}

/** Sends one attempt; resolves only when SQS has stored it. */
export async function sendDelivery(
  { sqs, deliveryQueueUrl, clock }: DeliveryQueue,
  { lane: _another, ...message }: DeliveryMessage,
): Promise<void> {
  await sqs.sendMessage({ QueueUrl: deliveryQueueUrl, ...entry(message, clock()) });
}

/**
 * Sends many; resolves to those that SQS did not store, so that the caller can say which are missing.
 *
 * @throws when SQS did not answer at all, so that as far as is known none was stored
 */
export async function sendDeliveries(
  queue: DeliveryQueue,
  messages: readonly DeliveryMessage[],
): Promise<DeliveryMessage[]> {
  const failed: DeliveryMessage[] = [];
  for (let start = 0; start < messages.length; start += MAX_BATCH_MESSAGES) {
    try {
      failed.push(...(await sendBatch(queue, messages.slice(start, start + MAX_BATCH_MESSAGES))));
    } catch (error) {
      if (start === 0) throw error;
      return [...failed, ...messages.slice(start)];
    }
  }
  return failed;
}

async function sendBatch(
  { sqs, deliveryQueueUrl, clock }: DeliveryQueue,
  batch: readonly DeliveryMessage[],
): Promise<DeliveryMessage[]> {
  const result = await sqs.sendMessageBatch({
    QueueUrl: deliveryQueueUrl,
    Entries: batch.map((message, index) => ({ Id: String(index), ...entry(message, clock()) })),
  });
  const stored = new Set(result.Successful?.map(({ Id }) => Id));
  return batch.filter((_, index) => !stored.has(String(index)));
}

/**
 * Sends a dead letter, and the message by which its tenant and the operator are told; whoever repeats it tells them
 * nothing twice. The tenant is its message group too, so one tenant's dead letters do not hide another's.
 */
export async function sendDeadLetter(queues: DeadLetterQueue, message: DeadLetterMessage): Promise<void> {
  const { tenantId, eventId, endpointId, generation, reason, attempts, deadAt } = message;
  await sendControl(queues, {
    schema: CONTROL_MESSAGE,
    kind: 'tell_exhausted',
    id: `${eventId}.${generation}`,
    ...{ tenantId, eventId, endpointId, generation, reason, attempts, deadAt },
    notBefore: queues.clock(),
  });
  await queues.sqs.sendMessage({
    QueueUrl: queues.deadLetterQueueUrl,
    MessageBody: JSON.stringify(message),
    MessageGroupId: tenantId,
  });
}
