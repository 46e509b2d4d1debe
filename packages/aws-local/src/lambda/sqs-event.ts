import { isObject, type JsonObject, parseObject } from '../json.ts';

/** The event that Lambda makes of messages received from a queue. */
export const toSqsEvent = (messages: readonly JsonObject[], queueArn: string, region: string) => ({
  Records: messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body ?? '',
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(isObject(message.MessageAttributes) ? message.MessageAttributes : {})
        .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
        .map(([name, value]) => [name, toMessageAttribute(value)]),
    ),
    ...(message.MD5OfMessageAttributes ? { md5OfMessageAttributes: message.MD5OfMessageAttributes } : {}),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});

/** Bytes are base64 in both. */
const toMessageAttribute = ({ DataType, StringValue, BinaryValue }: JsonObject) => ({
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});

/**
 * Reads a partial batch response.
 * @returns ids of the messages that failed, or 'all': Lambda takes an answer that it can not read, and an id that
 * was not in the batch, as failure of the whole batch
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessageIds(payload: string, sentIds: readonly string[]): readonly string[] | 'all' {
  const trimmed = payload.trim();
  if (trimmed === 'null' || trimmed === '') return [];
  const response = parseObject(trimmed);
  if (!response) return 'all';
  const failures = response.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return 'all';
  const ids = failures.map((failure) => (isObject(failure) ? failure.itemIdentifier : undefined));
  const known = ids.filter((id) => typeof id === 'string').filter((id) => sentIds.includes(id));
  return known.length === ids.length ? known : 'all';
}
