import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ClientKeys } from '@switchyard/core/endpoints/client-certificate';
import type { Sender } from '@switchyard/core/queues';
import type { Documents } from '@switchyard/core/tables';
import type { Client, Environment } from './environment.ts';
import type { SimulatedQueues, StoredMessage } from './queues.ts';
import type { Shared } from './shared.ts';

const kindOf = (item: Readonly<Record<string, unknown>> | undefined): string =>
  String(item?.sk ?? item?.endpointId ?? '').split('#', 1)[0] ?? '';

/** The tables as a function reaches them: each call is a side effect of its environment. */
export function openTables(environment: Environment, tables: Documents, client: Client): Documents {
  const call = <T>(what: string, run: () => Promise<T>): Promise<T> =>
    environment.effect(`dynamodb:${what}`.trim(), run, client);
  return {
    get: (input) => call(`GetItem ${kindOf(input.Key)}`, () => tables.get(input)),
    put: (input) => call(`PutItem ${kindOf(input.Item)}`, () => tables.put(input)),
    update: (input) => call(`UpdateItem ${kindOf(input.Key)}`, () => tables.update(input)),
    delete: (input) => call(`DeleteItem ${kindOf(input.Key)}`, () => tables.delete(input)),
    query: (input) => call(`Query ${input.IndexName ?? ''}`, () => tables.query(input)),
    scan: (input) => call(`Scan ${input.IndexName ?? ''}`, () => tables.scan(input)),
    batchGet: (input) => call('BatchGetItem', () => tables.batchGet(input)),
    batchWrite: (input) => call('BatchWriteItem', () => tables.batchWrite(input)),
  };
}

const METADATA = { $metadata: {} };

/** The queues as a function that sends reaches them. */
export function openQueues(environment: Environment, queues: SimulatedQueues, client: Client): Sender {
  return {
    sendMessage: ({ QueueUrl, MessageBody = '', DelaySeconds, MessageGroupId }) => {
      const queue = queues.byUrl(QueueUrl);
      const send = () => ({ ...METADATA, MessageId: queue.send(MessageBody, DelaySeconds, MessageGroupId) });
      return environment.effect(`sqs:SendMessage ${queue.name}`, send, client);
    },
    sendMessageBatch: ({ QueueUrl, Entries = [] }) => {
      const queue = queues.byUrl(QueueUrl);
      const send = () => ({
        ...METADATA,
        Failed: [],
        Successful: Entries.map(({ Id, MessageBody = '', DelaySeconds, MessageGroupId }) => ({
          Id,
          MessageId: queue.send(MessageBody, DelaySeconds, MessageGroupId),
          MD5OfMessageBody: '',
        })),
      });
      return environment.effect(`sqs:SendMessageBatch ${queue.name}`, send, client);
    },
  };
}

/** The secrets of endpoints as a function reaches them. */
export function openClientKeys(
  environment: Environment,
  { clientSecrets }: Pick<Shared, 'clientSecrets'>,
  client: Client,
): ClientKeys {
  const call = <T>(what: string, run: () => T): Promise<T> =>
    environment.effect(`secretsmanager:${what}`, run, client);
  return {
    create: ({ name, text }) => call('CreateSecret', () => void clientSecrets.set(name, text)),
    read: (name) => call('GetSecretValue', () => clientSecrets.get(name)),
    delete: (name) => call('DeleteSecret', () => void clientSecrets.delete(name)),
  };
}

/** A client of SQS as the function that walks through a queue uses it. */
export function openSqsClient(environment: Environment, queues: SimulatedQueues, client: Client): SQSClient {
  const call = <T>(what: string, url: string | undefined, run: () => T): Promise<T> =>
    environment.effect(`sqs:${what} ${queues.byUrl(url).name}`, run, client);

  async function send(command: unknown): Promise<object> {
    if (command instanceof ReceiveMessageCommand) {
      const { QueueUrl, MaxNumberOfMessages = 1, VisibilityTimeout } = command.input;
      const hiddenMs = VisibilityTimeout === undefined ? undefined : VisibilityTimeout * 1_000;
      const receive = () => queues.byUrl(QueueUrl).receive(MaxNumberOfMessages, hiddenMs);
      return { Messages: (await call('ReceiveMessage', QueueUrl, receive)).map(asReceived) };
    }
    if (command instanceof GetQueueAttributesCommand) {
      const { QueueUrl } = command.input;
      const count = () => queues.byUrl(QueueUrl).countVisible();
      const visible = await call('GetQueueAttributes', QueueUrl, count);
      return { Attributes: { ApproximateNumberOfMessages: String(visible) } };
    }
    if (command instanceof DeleteMessageCommand) {
      const { QueueUrl, ReceiptHandle = '' } = command.input;
      await call('DeleteMessage', QueueUrl, () => queues.byUrl(QueueUrl).delete(ReceiptHandle));
      return {};
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      const { QueueUrl, Entries = [] } = command.input;
      await call('ChangeMessageVisibilityBatch', QueueUrl, () => {
        for (const { ReceiptHandle = '', VisibilityTimeout = 0 } of Entries)
          queues.byUrl(QueueUrl).show(ReceiptHandle, VisibilityTimeout * 1_000);
      });
      return {};
    }
    throw new TypeError(`This client does not know ${String(command)}.`);
  }
  return Object.assign(new SQSClient({ region: 'eu-west-1' }), { send });
}

const asReceived = ({ messageId, receiptHandle, body, sentAt }: StoredMessage) => ({
  MessageId: messageId,
  ReceiptHandle: receiptHandle,
  Body: body,
  Attributes: { SentTimestamp: String(sentAt) },
});
