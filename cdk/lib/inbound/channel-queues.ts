import {
  byQueueVariable,
  CHANNEL_QUEUES,
  type ChannelQueue,
  type ChannelQueueVariable,
} from '@switchyard/core/channels';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';
import { MAX_AGE_OF_DELAYED, QueueWithDlq } from '../storage/queue-with-dlq.ts';

/** For consumers that take up to a minute for a message. */
const VISIBILITY = Duration.minutes(3);
const MAX_RECEIVES = 5;

/** By names such as `WhatsappReplies`. */
export type ChannelQueues = Readonly<Record<string, QueueWithDlq>>;

/** `whatsapp-replies` is `WhatsappReplies`. */
const constructName = ({ name }: ChannelQueue): string =>
  name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** Two queues for each channel: one for what is to be answered, one for what a person has to see. */
export const createChannelQueues = (scope: Construct, defaults: StackDefaults): ChannelQueues =>
  Object.fromEntries(
    CHANNEL_QUEUES.map((channelQueue) => {
      const name = constructName(channelQueue);
      const queue = new QueueWithDlq(scope, name, {
        visibilityTimeout: VISIBILITY,
        maxReceiveCount: MAX_RECEIVES,
        // Replies are delayed by REPLIES_DELAY_SECONDS.
        maxAge: MAX_AGE_OF_DELAYED,
        content: channelQueue.content,
        defaults,
      });
      return [name, queue] as const;
    }),
  );

/** As variables of a function. */
export const channelQueueUrls = (queues: ChannelQueues): Record<ChannelQueueVariable, string> =>
  byQueueVariable((channelQueue) => {
    const name = constructName(channelQueue);
    const queue = queues[name];
    if (queue === undefined) throw new TypeError(`There is no queue ${name}`);
    return queue.queue.queueUrl;
  });
