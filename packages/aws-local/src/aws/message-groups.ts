import { asList, asString, isObject, type JsonObject, parseObject } from '../json.ts';
import type { Backend } from './backend.ts';

/** Messages remembered at most; the oldest is forgotten first. */
const LIMIT = 100_000;

export type MessageGroups = {
  /** Watches an exchange with SQS, and returns the response with what the backend lost. */
  readonly restore: (operation: string, request: JsonObject, response: JsonObject) => JsonObject;
};

const WATCHED = new Set([
  'SendMessage',
  'SendMessageBatch',
  'ReceiveMessage',
  'DeleteMessage',
  'DeleteMessageBatch',
]);

/** SQS that gives back what its backend loses. */
export function withMessageGroups(backend: Backend): Backend {
  const groups = createMessageGroups();
  return {
    ...backend,
    call: async (operation, input, raw, signal) => {
      const answer = await backend.call(operation, input, raw, signal);
      const output = WATCHED.has(operation) ? parseObject(String(answer.body)) : undefined;
      if (output === undefined || answer.status !== 200) return answer;
      const restored = groups.restore(operation, input, output);
      return restored === output ? answer : { ...answer, body: JSON.stringify(restored) };
    },
  };
}

/**
 * On a standard queue SQS keeps a message's `MessageGroupId` (fair queues) and `AWSTraceHeader`, and gives them back on
 * receipt; fauxqs 2.4 drops them. They are remembered here by message id, which a redrive keeps.
 */
export function createMessageGroups(): MessageGroups {
  const groups = new Map<string, Readonly<Record<string, string>>>();
  const messageByReceipt = new Map<string, string>();

  const remember = (messageId: unknown, sent: JsonObject): void => {
    const lost = lostAttributes(sent);
    if (typeof messageId !== 'string' || Object.keys(lost).length === 0) return;
    groups.set(messageId, lost);
    for (const oldest of groups.size > LIMIT ? groups.keys() : []) {
      groups.delete(oldest);
      break;
    }
  };
  const forget = (receiptHandle: unknown): void => {
    const handle = String(receiptHandle);
    const messageId = messageByReceipt.get(handle);
    if (messageId !== undefined) groups.delete(messageId);
    messageByReceipt.delete(handle);
  };

  const restoreMessage = (message: JsonObject, asked: readonly unknown[]): JsonObject => {
    const messageId = asString(message.MessageId) ?? '';
    const lost = groups.get(messageId);
    if (lost === undefined) return message;
    messageByReceipt.set(asString(message.ReceiptHandle) ?? '', messageId);
    const wanted = Object.entries(lost).filter(([name]) => asked.includes('All') || asked.includes(name));
    if (wanted.length === 0) return message;
    const attributes = isObject(message.Attributes) ? message.Attributes : {};
    return { ...message, Attributes: { ...Object.fromEntries(wanted), ...attributes } };
  };

  return {
    restore: (operation, request, response) => {
      if (operation === 'SendMessage') remember(response.MessageId, request);
      if (operation === 'SendMessageBatch') {
        const sent = asList(response.Successful).filter(isObject);
        for (const entry of asList(request.Entries).filter(isObject)) {
          remember(sent.find(({ Id }) => Id === entry.Id)?.MessageId, entry);
        }
      }
      if (operation === 'DeleteMessage') forget(request.ReceiptHandle);
      if (operation === 'DeleteMessageBatch') {
        for (const entry of asList(request.Entries).filter(isObject)) forget(entry.ReceiptHandle);
      }
      if (operation !== 'ReceiveMessage' || !Array.isArray(response.Messages)) return response;
      const asked = [...asList(request.AttributeNames), ...asList(request.MessageSystemAttributeNames)];
      return {
        ...response,
        Messages: response.Messages.filter(isObject).map((message) => restoreMessage(message, asked)),
      };
    },
  };
}

function lostAttributes({ MessageGroupId, MessageSystemAttributes }: JsonObject): Record<string, string> {
  const trace = isObject(MessageSystemAttributes) ? MessageSystemAttributes.AWSTraceHeader : undefined;
  const traceHeader = isObject(trace) ? trace.StringValue : undefined;
  return {
    ...(typeof MessageGroupId === 'string' ? { MessageGroupId } : {}),
    ...(typeof traceHeader === 'string' ? { AWSTraceHeader: traceHeader } : {}),
  };
}
