import { type JsonObject, parseObject } from '../json.ts';
import { ACCOUNT_ID } from '../template/resource-identity.ts';
import type { Backend } from './backend.ts';

const queueName = (url: unknown): string => String(url).split('/').at(-1) ?? '';

/** Operations whose answers have queue URLs in them. */
const ANSWERED_WITH_URLS = new Set([
  'CreateQueue',
  'GetQueueUrl',
  'ListQueues',
  'ListDeadLetterSourceQueues',
]);

/** Gives URLs on our endpoint: the SDK calls the host of a queue's URL. */
export const withOurQueueUrls = (backend: Backend, ourUrl: string): Backend => {
  const ours = (url: unknown): string => `${ourUrl}/${ACCOUNT_ID}/${queueName(url)}`;
  const toOurs = (output: JsonObject): JsonObject => ({
    ...output,
    ...(typeof output.QueueUrl === 'string' ? { QueueUrl: ours(output.QueueUrl) } : {}),
    ...(Array.isArray(output.QueueUrls) ? { QueueUrls: output.QueueUrls.map(ours) } : {}),
    ...(Array.isArray(output.queueUrls) ? { queueUrls: output.queueUrls.map(ours) } : {}),
  });
  return {
    ...backend,
    call: async (operation, input, raw, signal) => {
      const answer = await backend.call(operation, input, raw, signal);
      const output = ANSWERED_WITH_URLS.has(operation) ? parseObject(String(answer.body)) : undefined;
      return output === undefined ? answer : { ...answer, body: JSON.stringify(toOurs(output)) };
    },
  };
};

/**
 * Calls another emulator under its own URLs.
 *
 * @param theirUrls of each queue, by name
 */
export const withTheirQueueUrls = (
  backend: Backend,
  theirUrl: string,
  theirUrls: ReadonlyMap<string, string>,
): Backend => {
  // Only the path of their URL can be trusted: its host may be one that does not resolve here.
  const theirs = (url: string): string => {
    const known = theirUrls.get(queueName(url)) ?? `/${ACCOUNT_ID}/${queueName(url)}`;
    return new URL(new URL(known, theirUrl).pathname, theirUrl).href;
  };
  return {
    ...backend,
    call: (operation, input, raw, signal) => {
      if (typeof input.QueueUrl !== 'string') return backend.call(operation, input, raw, signal);
      const sent = { ...input, QueueUrl: theirs(input.QueueUrl) };
      return backend.call(operation, sent, JSON.stringify(sent), signal);
    },
  };
};
