import { isObject } from '../json.ts';
import type { StackResource } from '../template/load-stack.ts';
import { type Backend, callBackend, RefusedCallError } from './backend.ts';

const ATTRIBUTES = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'VisibilityTimeout',
];

/** @returns the backend's URL of each queue, by name: see `withTheirQueueUrls` */
export async function createQueues(
  sqs: Backend,
  queues: readonly StackResource[],
): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  // Dead-letter queues first: some backends refuse a RedrivePolicy whose target does not exist yet.
  const rank = (queue: StackResource): number => ('RedrivePolicy' in queue.properties() ? 1 : 0);
  for (const queue of [...queues].sort((a, b) => rank(a) - rank(b)))
    urls.set(queue.identity.name, await createQueue(sqs, queue));
  return urls;
}

async function createQueue(sqs: Backend, queue: StackResource): Promise<string> {
  const QueueName = queue.identity.name;
  const properties = queue.properties();
  const Attributes = Object.fromEntries(
    ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => {
      const value = properties[name];
      return [name, isObject(value) ? JSON.stringify(value) : String(value)];
    }),
  );
  try {
    return String((await callBackend(sqs, 'CreateQueue', { QueueName, Attributes })).QueueUrl);
  } catch (error) {
    // A queue that outlives the stack exists with the attributes of an earlier template.
    const exists = error instanceof RefusedCallError && /QueueNameExists|QueueAlreadyExists/.test(error.name);
    if (!exists) throw error;
    const { QueueUrl } = await callBackend(sqs, 'GetQueueUrl', { QueueName });
    const { FifoQueue: _fixed, ...changeable } = Attributes;
    await callBackend(sqs, 'SetQueueAttributes', { QueueUrl, Attributes: changeable });
    return String(QueueUrl);
  }
}
