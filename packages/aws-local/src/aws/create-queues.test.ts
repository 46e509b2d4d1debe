import { expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import type { StackResource } from '../template/load-stack.ts';
import type { Backend } from './backend.ts';
import { createQueues } from './create-queues.ts';

const OURS = 'arn:aws:sqs:us-east-1:000000000000:';
const THEIRS = 'arn:aws:sqs:us-east-1:123456789012:';

const aQueue = (name: string, properties: JsonObject = {}): StackResource => ({
  logicalId: name,
  type: 'AWS::SQS::Queue',
  identity: { name, ref: `https://sqs/${name}`, attributes: { Arn: `${OURS}${name}` } },
  properties: () => properties,
});

/** A service of an account of its own, which refuses a dead-letter queue that it does not have. */
function aService(): Backend & { readonly made: JsonObject[] } {
  const made: JsonObject[] = [];
  const answer = (body: object, status = 200) => ({ status, headers: {}, body: JSON.stringify(body) });
  return {
    made,
    stop: async () => undefined,
    call: async (operation, input) => {
      if (operation === 'GetQueueAttributes')
        return answer({ Attributes: { QueueArn: `${THEIRS}${String(input.QueueUrl).replace(/.*\//, '')}` } });
      if (JSON.stringify(input).includes(OURS)) return answer({ __type: 'QueueDoesNotExist' }, 400);
      made.push(input);
      return answer({ QueueUrl: `http://elsewhere/${String(input.QueueName)}` });
    },
  };
}

it('a redrive policy names the dead-letter queue as the service itself does, whatever its account is', async () => {
  const service = aService();
  const redrive = { deadLetterTargetArn: `${OURS}letters`, maxReceiveCount: 5 };
  const urls = await createQueues(service, [aQueue('work', { RedrivePolicy: redrive }), aQueue('letters')]);
  expect(Object.fromEntries(urls)).toEqual({
    letters: 'http://elsewhere/letters',
    work: 'http://elsewhere/work',
  });
  expect(service.made).toContainEqual({
    QueueName: 'work',
    Attributes: {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${THEIRS}letters`, maxReceiveCount: 5 }),
    },
  });
});
