import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { isObject } from '../json.ts';
import type { StackResource } from '../template/load-stack.ts';
import { clientOptions, OPERATOR_ACCESS_KEY_ID } from './client-options.ts';

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

/**
 * Creates the template's queues.
 * @returns the backend's URL of each queue, by name: functions are given other URLs (see `createQueueUrls`).
 */
export async function createQueues(
  endpoint: string,
  region: string,
  queues: readonly StackResource[],
): Promise<Map<string, string>> {
  const client = new SQSClient(clientOptions(endpoint, region, OPERATOR_ACCESS_KEY_ID));
  const urls = new Map<string, string>();
  try {
    // Dead-letter queues first: some backends refuse a RedrivePolicy whose target does not exist yet.
    const rank = (queue: StackResource): number => ('RedrivePolicy' in queue.properties() ? 1 : 0);
    for (const queue of [...queues].sort((a, b) => rank(a) - rank(b))) {
      urls.set(queue.identity.name, await createQueue(client, endpoint, queue));
    }
    return urls;
  } finally {
    client.destroy();
  }
}

async function createQueue(client: SQSClient, endpoint: string, queue: StackResource): Promise<string> {
  const QueueName = queue.identity.name;
  const properties = queue.properties();
  const Attributes = Object.fromEntries(
    ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => {
      const value = properties[name];
      return [name, isObject(value) ? JSON.stringify(value) : String(value)];
    }),
  );
  let url: string | undefined;
  try {
    url = (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  } catch (error) {
    // A queue that outlives the stack exists with the attributes of an earlier template.
    if (!(error instanceof Error) || !/QueueNameExists|QueueAlreadyExists/.test(error.name)) throw error;
    url = (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
    const { FifoQueue: _fixed, ...changeable } = Attributes;
    await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: changeable }));
  }
  // Only the path of a backend's URL can be trusted: its host may be one that does not resolve here.
  return new URL(new URL(url ?? '', endpoint).pathname, endpoint).href;
}
