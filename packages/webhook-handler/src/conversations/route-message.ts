import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Channel, ContextObject } from '@switchyard/core';

export type ChannelQueues = Readonly<Record<Channel, { readonly replies: string; readonly handoff: string }>>;

/**
 * Sends the context object to the channel's queue: `replies` after a delay, so that what a person types in quick
 * succession is processed together; `handoff` at once, because a person is waiting for a person.
 */
export function createRouteMessage(deps: {
  readonly sqs: SQSClient;
  readonly queues: ChannelQueues;
  readonly repliesDelaySeconds: number;
}) {
  return async (context: ContextObject): Promise<'replies' | 'handoff'> => {
    const queue = context.conversation.hand_off_to_human ? 'handoff' : 'replies';
    await deps.sqs.send(
      new SendMessageCommand({
        QueueUrl: deps.queues[context.meta.channel_type][queue],
        MessageBody: JSON.stringify(context),
        // Fair queues: one busy conversation does not delay the others.
        MessageGroupId: context.conversation.conversation_id,
        DelaySeconds: queue === 'replies' ? deps.repliesDelaySeconds : 0,
      }),
    );
    return queue;
  };
}
