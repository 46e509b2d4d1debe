import { isObject, type JsonObject } from '../json.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';

const queueName = (url: string): string => url.split('/').at(-1) ?? '';

/**
 * The SDK calls the host of a queue's URL, so functions are given URLs on our endpoint, and the backend's are put in
 * their place on the way through.
 */
export type QueueUrls = {
  readonly toBackend: (body: JsonObject) => JsonObject;
  readonly toEndpoint: (body: JsonObject) => JsonObject;
};

export function createQueueUrls(
  endpointUrl: string,
  backendUrl: string,
  backendUrls: ReadonlyMap<string, string>,
): QueueUrls {
  const ours = (url: string): string => `${endpointUrl}/${ACCOUNT_ID}/${queueName(url)}`;
  const backend = (url: string): string =>
    backendUrls.get(queueName(url)) ?? `${backendUrl}/${ACCOUNT_ID}/${queueName(url)}`;
  return {
    toBackend: (body) =>
      typeof body.QueueUrl === 'string' ? { ...body, QueueUrl: backend(body.QueueUrl) } : body,
    toEndpoint: (body) => ({
      ...body,
      ...(typeof body.QueueUrl === 'string' ? { QueueUrl: ours(body.QueueUrl) } : {}),
      ...(Array.isArray(body.QueueUrls) ? { QueueUrls: body.QueueUrls.map((url) => ours(String(url))) } : {}),
      ...(Array.isArray(body.queueUrls) ? { queueUrls: body.queueUrls.map((url) => ours(String(url))) } : {}),
    }),
  };
}

export const parseBody = (body: Buffer): JsonObject => {
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  return isObject(parsed) ? parsed : {};
};
