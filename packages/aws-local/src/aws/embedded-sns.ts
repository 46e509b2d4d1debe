import { randomUUID } from 'node:crypto';
import type { StackResource } from '../template/load-stack.ts';
import type { Backend } from './backend.ts';
import { queryAnswer, queryError } from './query-protocol.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_MESSAGE_BYTES = 256 * 1024;

/** SNS without subscribers: it takes what is published to the topics of the template. `onCall` tells what that was. */
export function createEmbeddedSns(topics: readonly StackResource[]): Backend {
  const arns = new Set(topics.map(({ identity }) => identity.ref));
  return {
    call: async (operation, { TopicArn, Message }) => {
      if (operation !== 'Publish')
        return queryError(400, 'InvalidAction', `The local SNS does not know ${operation}.`);
      if (!arns.has(String(TopicArn))) return queryError(404, 'NotFound', 'Topic does not exist');
      const text = typeof Message === 'string' ? Message : '';
      if (text === '') return queryError(400, 'InvalidParameter', 'Invalid parameter: Empty message');
      if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES)
        return queryError(400, 'InvalidParameter', 'Invalid parameter: Message too long');
      return queryAnswer(operation, { MessageId: randomUUID() });
    },
    stop: async () => undefined,
  };
}
