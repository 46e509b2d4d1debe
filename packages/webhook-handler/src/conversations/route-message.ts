import type { Channel, QueuePurpose } from '@switchyard/core/channels';
import type { Clock } from '@switchyard/core/clock';
import type { ContextObject } from '@switchyard/core/context-object';
import { UnavailableError } from '@switchyard/core/errors';
import { type Sender, toQueueJson } from '@switchyard/core/queues';

export type RouteMessageContext = {
  readonly sqs: Sender;
  readonly channelQueueUrl: (channel: Channel, purpose: QueuePurpose) => string;
  readonly repliesDelaySeconds: number;
  readonly clock: Clock;
};

/**
 * Sends the context object to the channel's queue: `replies` after a delay, so that what a person types in quick
 * succession is processed together; `handoff` at once, because a person is waiting for a person.
 *
 * @throws UnavailableError when the caller's lease has run out: somebody else may be sending the same
 */
export async function routeMessage(
  { sqs, channelQueueUrl, repliesDelaySeconds, clock }: RouteMessageContext,
  object: ContextObject,
  leaseUntil: number,
): Promise<QueuePurpose> {
  const leftMs = leaseUntil - clock();
  if (leftMs <= 0) throw new UnavailableError('The message was not routed in time.');
  const purpose = object.conversation.hand_off_to_human ? 'handoff' : 'replies';
  await sqs.sendMessage(
    {
      QueueUrl: channelQueueUrl(object.meta.channel_type, purpose),
      MessageBody: toQueueJson(object),
      // Fair queues: one busy conversation does not delay the others.
      MessageGroupId: object.conversation.conversation_id,
      DelaySeconds: purpose === 'replies' ? repliesDelaySeconds : 0,
    },
    { abortSignal: AbortSignal.timeout(leftMs) },
  );
  return purpose;
}
