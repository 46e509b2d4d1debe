import {
  SendMessageBatchCommand,
  type SendMessageBatchCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { type DeliveryMessage, deliveryMessageSchema } from '../src/messages/delivery-message.ts';

type Sent = { readonly message: DeliveryMessage; readonly delaySeconds: number | undefined };

/**
 * A delivery queue in memory behind a mocked SQS client. `before` may throw or wait, so nothing was stored; `after`
 * may throw, so it was stored but the answer was lost; `refuses` names messages that end up in `Failed`.
 */
export function createTestQueue() {
  const sqs = new SQSClient({ region: 'eu-west-1' });
  const mock = mockClient(sqs);
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

  mock.on(SendMessageCommand).callsFake(async ({ MessageBody, DelaySeconds }: SendMessageCommandInput) => {
    await hooks.before();
    store(MessageBody, DelaySeconds);
    await hooks.after();
    return {};
  });
  mock.on(SendMessageBatchCommand).callsFake(async ({ Entries = [] }: SendMessageBatchCommandInput) => {
    await hooks.before();
    const results = Entries.map(({ Id, MessageBody, DelaySeconds }) => ({
      Id,
      stored: store(MessageBody, DelaySeconds),
    }));
    await hooks.after();
    return {
      Successful: results.filter(({ stored }) => stored).map(({ Id }) => ({ Id })),
      Failed: results.filter(({ stored }) => !stored).map(({ Id }) => ({ Id, Code: 'InternalError' })),
    };
  });

  return {
    sqs,
    mock,
    hooks,
    queueUrl: 'https://sqs.example/deliveries',
    /** The messages in the queue, in the order in which they were stored. */
    messages: (): DeliveryMessage[] => sent.map(({ message }) => message),
    sent: (): readonly Sent[] => sent,
    sentTo: (): string[] => sent.map(({ message }) => message.endpointId),
  };
}

export type TestQueue = ReturnType<typeof createTestQueue>;
