import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';

/**
 * Queues that remember what was sent to them. `before` may throw or wait, so nothing was stored; `after` may throw, so
 * it was stored but the answer was lost.
 */
export function createRecordingQueue() {
  const sqs = new SQSClient({ region: 'eu-west-1' });
  const mock = mockClient(sqs);
  const sent: SendMessageCommandInput[] = [];
  const hooks = {
    before: (): Promise<void> | void => undefined,
    after: (): Promise<void> | void => undefined,
  };
  mock.on(SendMessageCommand).callsFake(async (input: SendMessageCommandInput) => {
    await hooks.before();
    sent.push(input);
    await hooks.after();
    return {};
  });
  return { sqs, mock, hooks, sent };
}

export type RecordingQueue = ReturnType<typeof createRecordingQueue>;
