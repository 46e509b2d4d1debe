import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';

/** SQS takes, and hands out, this many messages in one call. */
export const MAX_BATCH_MESSAGES = 10;

/** SQS as those use it who send: `openSender` makes one. */
export type Sender = {
  sendMessage(
    input: SendMessageCommandInput,
    options?: { readonly abortSignal: AbortSignal },
  ): Promise<SendMessageCommandOutput>;
  sendMessageBatch(input: SendMessageBatchCommandInput): Promise<SendMessageBatchCommandOutput>;
};
