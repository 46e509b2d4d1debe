import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Sender } from '@switchyard/core/queues';

export const openSender = (sqs: Pick<SQSClient, 'send'>): Sender => ({
  sendMessage: (input, options) => sqs.send(new SendMessageCommand(input), options),
  sendMessageBatch: (input) => sqs.send(new SendMessageBatchCommand(input)),
});
