import type { SendMessageBatchCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { type DeliveryMessage, deliveryMessageSchema } from '../src/deliveries/delivery-message.ts';
import type { Sender } from '../src/queues/sender.ts';

type Sent = { readonly message: DeliveryMessage; readonly delaySeconds: number | undefined };

/**
 * A delivery queue in memory. `before` may throw or wait, so nothing was stored; `after`
 * may throw, so it was stored but the answer was lost; `refuses` names messages that end up in `Failed`.
 */
export function createTestQueue() {
  const batches: SendMessageBatchCommandInput[] = [];
  const sent: Sent[] = [];
  const hooks = {
    before: (): Promise<void> | void => undefined,
    after: (): Promise<void> | void => undefined,
    refuses: (_message: DeliveryMessage): boolean => false,
  };

  function store(body: string | undefined, delaySeconds: number | undefined): boolean {
    const message = deliveryMessageSchema.parse(JSON.parse(body ?? ''));
    if (hooks.refuses(message)) return false;
    sent.push({ message, delaySeconds });
    return true;
  }

  const sqs: Sender = {
    sendMessage: async ({ MessageBody, DelaySeconds }: SendMessageCommandInput) => {
      await hooks.before();
      store(MessageBody, DelaySeconds);
      await hooks.after();
      return { $metadata: {} };
    },
    sendMessageBatch: async (input: SendMessageBatchCommandInput) => {
      batches.push(input);
      await hooks.before();
      const results = (input.Entries ?? []).map(({ Id, MessageBody, DelaySeconds }) => ({
        Id,
        stored: store(MessageBody, DelaySeconds),
      }));
      await hooks.after();
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
    /** What SendMessageBatch was asked. */
    batches,
    hooks,
    queueUrl: 'https://sqs.example/deliveries',
    /** The messages in the queue, in the order in which they were stored. */
    messages: (): DeliveryMessage[] => sent.map(({ message }) => message),
    sent: (): readonly Sent[] => sent,
    sentTo: (): string[] => sent.map(({ message }) => message.endpointId),
  };
}

export type TestQueue = ReturnType<typeof createTestQueue>;
