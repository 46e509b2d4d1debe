import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { BackendAnswer } from './backend.ts';
import { protocolOf, type Service } from './identify-call.ts';
import { queryError } from './query-protocol.ts';

/** An error in the shape that the service's SDK clients understand. */
export function awsError(
  service: Service | undefined,
  type: string,
  message: string,
  status = 400,
): BackendAnswer {
  if (service === 'sns') return queryError(status, type, message);
  const headers: OutgoingHttpHeaders = {
    'content-type': protocolOf(service ?? 'dynamodb').contentType,
    'x-amzn-requestid': randomUUID(),
    'x-amzn-errortype': type,
    // SQS clients take the code from here, where it has the name of the older query protocol.
    ...(service === 'sqs' ? { 'x-amzn-query-error': `${type.replace(/Exception$/, '')};Sender` } : {}),
  };
  const prefix = service === 'secretsmanager' ? '' : 'com.amazon.coral.service#';
  return { status, headers, body: JSON.stringify({ __type: `${prefix}${type}`, message, Message: message }) };
}
