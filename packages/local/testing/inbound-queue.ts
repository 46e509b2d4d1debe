import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type ContextObject, contextObject11Schema } from '@switchyard/core/context-object';
import { waitUntil } from './wait-until.ts';

export type QueuedContext = {
  readonly context: ContextObject;
  readonly groupId: string | undefined;
  readonly sentAt: number;
};
export type InboundQueue = ReturnType<typeof createInboundQueue>;

/**
 * The consumer of one queue. It takes whatever is there and keeps it, so only one test file may have it for each queue;
 * its tests tell their messages by id.
 */
export function createInboundQueue(sqs: SQSClient, QueueUrl: string) {
  const taken: (QueuedContext & { readonly takenAt: number })[] = [];

  async function receive(): Promise<number> {
    const { Messages = [] } = await sqs.send(
      // Short polls: an emulator may not end a long one when a delayed message becomes due.
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    for (const { Body = '', ReceiptHandle, Attributes = {} } of Messages) {
      taken.push({
        // Strict: what a consumer gets is described in full.
        context: contextObject11Schema.parse(JSON.parse(Body)),
        groupId: Attributes.MessageGroupId,
        sentAt: Number(Attributes.SentTimestamp),
        takenAt: Date.now(),
      });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.length;
  }

  /** Visible, delayed or in somebody's hands. */
  async function isEmpty(): Promise<boolean> {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return [
      Attributes.ApproximateNumberOfMessages,
      Attributes.ApproximateNumberOfMessagesDelayed,
      Attributes.ApproximateNumberOfMessagesNotVisible,
    ].every((count) => Number(count) === 0);
  }

  /** By message id, or by sender. */
  const of = (wanted: string) =>
    taken.filter(({ context: { message } }) => message.message_id === wanted || message.from === wanted);

  return {
    take: (wanted: string): Promise<QueuedContext & { readonly takenAt: number }> =>
      waitUntil(`${wanted} in ${QueueUrl}`, async () => {
        const [found] = of(wanted);
        if (found !== undefined) return found;
        await receive();
        return of(wanted)[0];
      }),

    /** How many there are of a message, once the queue is empty: what is sent is sent before the callback is answered. */
    count: async (wanted: string): Promise<number> => {
      await waitUntil(`${QueueUrl} is empty`, async () => {
        while ((await receive()) > 0);
        return (await isEmpty()) ? true : undefined;
      });
      return of(wanted).length;
    },
  };
}
