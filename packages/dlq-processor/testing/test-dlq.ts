import {
  ChangeMessageVisibilityBatchCommand,
  type ChangeMessageVisibilityBatchCommandInput,
  DeleteMessageCommand,
  type DeleteMessageCommandInput,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';

type Stored = { readonly messageId: string; readonly body: string; hidden: boolean; receives: number };

/**
 * A dead-letter queue in memory behind a mocked SQS client: a received message is hidden until it is shown again,
 * and each receive gives a new handle, of which only the latest counts.
 */
export function createTestDlq(
  bodies: readonly unknown[] = [],
  { maxHidden = Number.POSITIVE_INFINITY }: { readonly maxHidden?: number } = {},
) {
  const sqsClient = new SQSClient({ region: 'eu-west-1' });
  const mock = mockClient(sqsClient);
  const messages = new Map<string, Stored>();
  const hooks = {
    onReceive: (): void => undefined,
    onDelete: (): void => undefined,
    onShow: (): void => undefined,
  };

  const byHandle = (handle = '') => {
    const [messageId = '', receives] = handle.split('/');
    const found = messages.get(messageId);
    return found !== undefined && String(found.receives) === receives ? found : undefined;
  };

  mock
    .on(ReceiveMessageCommand)
    .callsFake(async ({ MaxNumberOfMessages = 1 }: ReceiveMessageCommandInput) => {
      hooks.onReceive();
      const all = [...messages.values()];
      const room = maxHidden - all.filter(({ hidden }) => hidden).length;
      const visible = all.filter(({ hidden }) => !hidden).slice(0, Math.min(room, MaxNumberOfMessages));
      return {
        Messages: visible.map((message) => {
          message.hidden = true;
          message.receives += 1;
          return {
            MessageId: message.messageId,
            ReceiptHandle: `${message.messageId}/${message.receives}`,
            Body: message.body,
            Attributes: { SentTimestamp: '1772600767000' },
          };
        }),
      };
    });
  mock.on(GetQueueAttributesCommand).callsFake(async () => {
    const visible = [...messages.values()].filter(({ hidden }) => !hidden).length;
    return { Attributes: { ApproximateNumberOfMessages: String(visible) } };
  });
  mock.on(DeleteMessageCommand).callsFake(async ({ ReceiptHandle }: DeleteMessageCommandInput) => {
    hooks.onDelete();
    const found = byHandle(ReceiptHandle);
    if (found !== undefined) messages.delete(found.messageId);
    return {};
  });
  mock
    .on(ChangeMessageVisibilityBatchCommand)
    .callsFake(async ({ Entries = [] }: ChangeMessageVisibilityBatchCommandInput) => {
      hooks.onShow();
      for (const { ReceiptHandle, VisibilityTimeout } of Entries) {
        const found = byHandle(ReceiptHandle);
        if (found !== undefined && VisibilityTimeout === 0) found.hidden = false;
      }
      return {};
    });

  function add(body: unknown): void {
    const messageId = `m${messages.size}`;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    messages.set(messageId, { messageId, body: text, hidden: false, receives: 0 });
  }
  for (const body of bodies) add(body);

  return {
    sqsClient,
    mock,
    hooks,
    deadLetterQueueUrl: 'https://sqs.example/1/delivery-dlq',
    ids: (): string[] => [...messages.keys()],
    hiddenIds: (): string[] =>
      [...messages.values()].filter(({ hidden }) => hidden).map(({ messageId }) => messageId),
  };
}
