import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { Sender } from '../src/queues/sender.ts';

/**
 * Queues that remember what was sent to them. `before` may throw or wait, so nothing was stored; `after` may throw, so
 * it was stored but the answer was lost.
 */
export function createRecordingQueue() {
  const sent: SendMessageCommandInput[] = [];
  const options: unknown[] = [];
  const hooks = {
    before: (): Promise<void> | void => undefined,
    after: (): Promise<void> | void => undefined,
  };
  const sqs: Sender = {
    sendMessage: async (input, given) => {
      await hooks.before();
      sent.push(input);
      options.push(given);
      await hooks.after();
      return { $metadata: {} };
    },
    sendMessageBatch: () => Promise.reject(new TypeError('These queues take one message at a time.')),
  };
  /** `options[n]` are those that `sent[n]` was sent with. */
  return { sqs, hooks, sent, options };
}

export type RecordingQueue = ReturnType<typeof createRecordingQueue>;
