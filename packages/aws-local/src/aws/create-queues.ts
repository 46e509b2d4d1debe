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
  const arns = new Map<string, string>();
  // Dead-letter queues first: some backends refuse a RedrivePolicy whose target does not exist yet.
  const rank = (queue: StackResource): number => ('RedrivePolicy' in queue.properties() ? 1 : 0);
  for (const queue of [...queues].sort((a, b) => rank(a) - rank(b))) {
    const { name, attributes } = queue.identity;
    const url = await createQueue(sqs, queue, arns);
    urls.set(name, url);
    arns.set(attributes.Arn ?? '', await arnOf(sqs, url));
  }
  return urls;
}

/** As the backend itself calls the queue: its account is not always the one that the template's names are made with. */
async function arnOf(sqs: Backend, QueueUrl: string): Promise<string> {
  const { Attributes } = await callBackend(sqs, 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  return isObject(Attributes) ? String(Attributes.QueueArn) : '';
}

async function createQueue(
  sqs: Backend,
  queue: StackResource,
  arns: ReadonlyMap<string, string>,
): Promise<string> {
  const QueueName = queue.identity.name;
  const properties = queue.properties();
  const Attributes = Object.fromEntries(
    ATTRIBUTES.filter((name) => properties[name] !== undefined).map((name) => {
      const value = withKnownArn(properties[name], arns);
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

/** A redrive policy that names its dead-letter queue as the backend does. */
function withKnownArn(value: unknown, arns: ReadonlyMap<string, string>): unknown {
  if (!isObject(value) || typeof value.deadLetterTargetArn !== 'string') return value;
  const { deadLetterTargetArn: arn } = value;
  return { ...value, deadLetterTargetArn: arns.get(arn) ?? arn };
}
