import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { type ControlMessage, controlMessageSchema } from '../src/deliveries/control-message.ts';
import { type DeadLetterMessage, deadLetterMessageSchema } from '../src/deliveries/dead-letter-message.ts';
import { type DeliveryMessage, deliveryMessageSchema } from '../src/deliveries/delivery-message.ts';
import type { Sender } from '../src/queues/sender.ts';

type Sent = { readonly message: DeliveryMessage; readonly delaySeconds: number | undefined };
type Hook = (queueUrl: string) => Promise<void> | void;

const nothing: Hook = () => undefined;

const DELIVERY_QUEUE = 'https://sqs.example/deliveries';
const DEAD_LETTER_QUEUE = 'https://sqs.example/deliveries-dlq';
const SLOW_QUEUE = 'https://sqs.example/slow';
const CONTROL_QUEUE = 'https://sqs.example/control';

/**
 * A delivery queue, its dead-letter queue and the control queue in memory. `before` may throw or wait, so nothing was stored; `after`
 * may throw, so it was stored but the answer was lost; `refuses` names messages that end up in `Failed`.
 */
export function createTestQueue() {
  const batches: SendMessageBatchCommandInput[] = [];
  const sent: Sent[] = [];
  const deadLetters: DeadLetterMessage[] = [];
  const control: { readonly message: ControlMessage; readonly delaySeconds: number | undefined }[] = [];
  const hooks = {
    before: nothing,
    after: nothing,
    refuses: (_message: DeliveryMessage): boolean => false,
  };

  function store(queueUrl = '', body = '', delaySeconds?: number): boolean {
    if (queueUrl === DEAD_LETTER_QUEUE) {
      deadLetters.push(deadLetterMessageSchema.parse(JSON.parse(body)));
      return true;
    }
    if (queueUrl === CONTROL_QUEUE) {
      control.push({ message: controlMessageSchema.parse(JSON.parse(body)), delaySeconds });
      return true;
    }
    const message = deliveryMessageSchema.parse(JSON.parse(body));
    if (hooks.refuses(message)) return false;
    sent.push({ message, delaySeconds });
    return true;
  }

  const sqs: Sender = {
    sendMessage: async ({ QueueUrl = '', MessageBody, DelaySeconds }) => {
      await hooks.before(QueueUrl);
      store(QueueUrl, MessageBody, DelaySeconds);
      await hooks.after(QueueUrl);
      return { $metadata: {} };
    },
    sendMessageBatch: async (input) => {
      const { QueueUrl = '', Entries = [] } = input;
      batches.push(input);
      await hooks.before(QueueUrl);
      const results = Entries.map(({ Id, MessageBody, DelaySeconds }) => ({
        Id,
        stored: store(QueueUrl, MessageBody, DelaySeconds),
      }));
      await hooks.after(QueueUrl);
      return {
        $metadata: {},
        Successful: results
          .filter(({ stored }) => stored)
          .map(({ Id }) => ({ Id, MessageId: Id, MD5OfMessageBody: '' })),
        Failed: results
          .filter(({ stored }) => !stored)
          .map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false })),
      };
    },
  };

  return {
    sqs,
    deliveryQueueUrl: DELIVERY_QUEUE,
    deadLetterQueueUrl: DEAD_LETTER_QUEUE,
    controlQueueUrl: CONTROL_QUEUE,
    /** Its messages are among the others, and say so themselves. */
    slowQueueUrl: SLOW_QUEUE,
    /** What SendMessageBatch was asked. */
    batches,
    hooks,
    /** The messages in the queue, in the order in which they were stored. */
    messages: (): DeliveryMessage[] => sent.map(({ message }) => message),
    sent: (): readonly Sent[] => sent,
    sentTo: (): string[] => sent.map(({ message }) => message.endpointId),
    /** The messages in the dead-letter queue. */
    deadLetters,
    /** The messages in the control queue, in the order in which they were stored. */
    control,
  };
}

export type TestQueue = ReturnType<typeof createTestQueue>;
