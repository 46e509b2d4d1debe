import type { Clock } from '@switchyard/core/clock';
import { UnavailableError } from '@switchyard/core/errors';
import type { Channel, ContextObject } from '@switchyard/core/inbound';
import { type Sender, toQueueJson } from '@switchyard/core/queues';

export type ChannelQueues = Readonly<Record<Channel, { readonly replies: string; readonly handoff: string }>>;

/**
 * Sends the context object to the channel's queue: `replies` after a delay, so that what a person types in quick
 * succession is processed together; `handoff` at once, because a person is waiting for a person.
 *
 * @throws UnavailableError when the caller's lease has run out: somebody else may be sending the same
 */
export function createRouteMessage(deps: {
  readonly sqs: Sender;
  readonly queues: ChannelQueues;
  readonly repliesDelaySeconds: number;
  readonly clock: Clock;
}) {
  return async (context: ContextObject, leaseUntil: number): Promise<'replies' | 'handoff'> => {
    const leftMs = leaseUntil - deps.clock();
    if (leftMs <= 0) throw new UnavailableError('The message was not routed in time.');
    const queue = context.conversation.hand_off_to_human ? 'handoff' : 'replies';
    await deps.sqs.sendMessage(
      {
        QueueUrl: deps.queues[context.meta.channel_type][queue],
        MessageBody: toQueueJson(context),
        // Fair queues: one busy conversation does not delay the others.
        MessageGroupId: context.conversation.conversation_id,
        DelaySeconds: queue === 'replies' ? deps.repliesDelaySeconds : 0,
      },
      { abortSignal: AbortSignal.timeout(leftMs) },
    );
    return queue;
  };
}
