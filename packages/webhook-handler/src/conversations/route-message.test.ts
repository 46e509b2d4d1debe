import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import type { ContextObject } from '@switchyard/core/context-object';
import { createRecordingQueue, createTestClock, NOW } from '@switchyard/core/testing';
import { aConversation, anInboundMessage, queueUrl } from '../../testing/message-setup.ts';
import { buildContext } from './build-context.ts';
import { routeMessage } from './route-message.ts';

function setUp() {
  const queue = createRecordingQueue();
  const { clock } = createTestClock();
  const context = { sqs: queue.sqs, channelQueueUrl: queueUrl, repliesDelaySeconds: 30, clock };
  const route = (object: ContextObject, leaseUntil: number) => routeMessage(context, object, leaseUntil);
  return { queue, route };
}

function aContext(body = 'Hello') {
  const at = toIso(NOW);
  const message = anInboundMessage({ body });
  return buildContext({
    message,
    conversation: aConversation(),
    requestId: 'r',
    validatedAt: at,
    queuedAt: at,
  });
}

describe('routing', () => {
  it('sends characters that SQS does not take as JSON escapes', async () => {
    const { queue, route } = setUp();
    const context = aContext('a\ufffeb\uffffc\u0000d🚀');

    await route(context, NOW + 1);
    const { MessageBody = '' } = queue.sent[0] ?? {};
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    expect(MessageBody).toMatch(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
    expect(JSON.parse(MessageBody)).toEqual(context);
  });

  it('stops when the lease runs out', async () => {
    const { queue, route } = setUp();

    await route(aContext(), NOW + 1);
    expect(queue.options[0]).toMatchObject({ abortSignal: expect.any(AbortSignal) });
  });

  it('does not begin when the lease has run out', async () => {
    const { queue, route } = setUp();

    await expect(route(aContext(), NOW)).rejects.toMatchObject({ code: 'unavailable' });
    expect(queue.sent).toEqual([]);
  });
});
