import type { CallLine, LogLine } from '@switchyard/aws-local';
import { asString, isObject } from '@switchyard/aws-local/json';
import type { ReceivedDelivery } from '../demo/endpoint-server.ts';
import type { TableShape } from './unit-meter.ts';

export type Tables = Readonly<Record<string, TableShape>>;

export const isQueue = (url: unknown, name: string | undefined): boolean =>
  name !== undefined && asString(url)?.endsWith(`/${name}`) === true;

/**
 * Not the operator's, not the pollers', whose share of an event depends on the traffic, and not the worker's reading
 * of the endpoint, which is once a minute, nor its note that the endpoint fails, which is for ten failures or ten
 * seconds, nor the steps of a drain, each of which sends on many, nor what is counted of the endpoint and of the
 * event's type, which is once a minute outside of tests.
 */
export function isAnEvents(
  { caller, service, operation, request }: CallLine,
  eventsTable: string | undefined,
): boolean {
  const update = asString(request.UpdateExpression) ?? '';
  if (update.includes('#stateWriteId') || update.startsWith('ADD #')) return false;
  if (service === 'sqs') return caller !== undefined && operation.startsWith('SendMessage');
  if (request.IndexName !== undefined) return false;
  return (
    service === 'dynamodb' &&
    caller !== undefined &&
    (operation !== 'GetItem' || request.TableName === eventsTable)
  );
}

/**
 * Of a delivery in the slow lane, which costs a message more. A busy machine takes each endpoint for slow now and then;
 * what that costs is not asked here, so such an event is measured again.
 */
export const isHandedOver = ({ caller, service, operation }: CallLine): boolean =>
  caller === 'slow-worker' && service === 'dynamodb' && operation === 'PutItem';

export function statusOf(item: unknown): unknown {
  const status = isObject(item) ? item.status : undefined;
  return isObject(status) ? status.S : undefined;
}

export function requestBytes({ method, path, headers, body }: ReceivedDelivery): number {
  const head = [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    '',
    '',
  ].join('\r\n');
  return Buffer.byteLength(head) + body.length;
}

/** CloudWatch's embedded metric format. */
export const isMetric = (json: LogLine['json']): boolean => json?._aws !== undefined;
