import { SqsError } from 'fauxqs/dist/common/errors.js';
import { SqsStore } from 'fauxqs/dist/sqs/sqsStore.js';
import { awsError } from './aws-error.ts';
import type { Backend, BackendAnswer } from './backend.ts';
import { createFairOrder } from './fair-order.ts';
import { protocolOf } from './identify-call.ts';
import { SQS_ACTIONS } from './sqs-actions.ts';
import { outOfRange } from './sqs-ranges.ts';

/** What the actions read of a request. */
const REQUEST = { headers: {} };

/** SQS in this process, in memory. It looks at the path of a queue's URL only. */
export async function startEmbeddedSqs(region: string): Promise<Backend> {
  const store = new SqsStore();
  store.region = region;
  const orderFairly = createFairOrder(Date.now);
  const { contentType } = protocolOf('sqs');
  let stopped = false;
  const answer = (status: number, output: unknown, headers = {}): BackendAnswer => ({
    status,
    headers: { 'content-type': contentType, ...headers },
    body: JSON.stringify(output ?? {}),
  });
  return {
    call: async (operation, input) => {
      const action = SQS_ACTIONS.get(operation);
      if (!action) return awsError('sqs', 'InvalidAction', `The local SQS does not know ${operation}.`);
      const refusal = outOfRange(input);
      if (refusal !== undefined) return awsError('sqs', 'InvalidParameterValue', refusal);
      if (operation === 'ReceiveMessage') {
        const queue = store.getQueue(String(input.QueueUrl));
        if (queue && !queue.isFifo()) orderFairly(queue);
      }
      // A long poll that begins while the stack stops would outlive it.
      const given = stopped && operation === 'ReceiveMessage' ? { ...input, WaitTimeSeconds: 0 } : input;
      try {
        return answer(200, await Reflect.apply(action, undefined, [given, store, REQUEST]));
      } catch (error) {
        if (!(error instanceof SqsError)) throw error;
        return answer(error.statusCode, error.toJSON(), { 'x-amzn-query-error': error.queryErrorHeader });
      }
    },
    stop: async () => {
      stopped = true;
      store.shutdown();
    },
  };
}
