import { asList, isObject, type JsonObject } from '../json.ts';
import type { AwsCall } from './identify-call.ts';

/** SQS keeps the trace header of a request that sends messages as their system attribute. */
export function withTraceHeader(
  { service, operation }: AwsCall,
  input: JsonObject,
  traceHeader: string | string[] | undefined,
): JsonObject {
  if (service !== 'sqs' || typeof traceHeader !== 'string') return input;
  const traced = (message: JsonObject): JsonObject => ({
    ...message,
    MessageSystemAttributes: {
      AWSTraceHeader: { DataType: 'String', StringValue: traceHeader },
      ...(isObject(message.MessageSystemAttributes) ? message.MessageSystemAttributes : {}),
    },
  });
  switch (operation) {
    case 'SendMessage':
      return traced(input);
    case 'SendMessageBatch':
      return { ...input, Entries: asList(input.Entries).filter(isObject).map(traced) };
    default:
      return input;
  }
}
