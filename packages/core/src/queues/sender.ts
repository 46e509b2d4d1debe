import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';

/** SQS as those use it who send: `openSender` makes one. */
export type Sender = {
  sendMessage(
    input: SendMessageCommandInput,
    options?: { readonly abortSignal: AbortSignal },
  ): Promise<SendMessageCommandOutput>;
  sendMessageBatch(input: SendMessageBatchCommandInput): Promise<SendMessageBatchCommandOutput>;
};
