import { type Channel, channelSchema } from '@switchyard/core/channels';
import { MAX_DELAY_SECONDS } from '@switchyard/core/deliveries';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';
import { QueueWithDlq } from '../storage/queue-with-dlq.ts';

/** For consumers that take up to a minute for a message. */
const VISIBILITY = Duration.minutes(3);
const MAX_RECEIVES = 5;
/** Replies are delayed by REPLIES_DELAY_SECONDS, which is as long as SQS can delay them at most. */
const MAX_AGE = Duration.seconds(MAX_DELAY_SECONDS).plus(Duration.minutes(5));

/** What the queues of a channel hold, as an alarm's description begins. */
const CONTENT = {
  whatsapp: 'WhatsApp messages',
  sms: 'SMS',
  email: 'Mails',
} as const satisfies Record<Channel, string>;

/** What it waits for, as the description goes on. */
const PURPOSE = { Replies: 'to be answered', Handoff: 'for a person' } as const;

type Purpose = keyof typeof PURPOSE;
/** By names such as `WhatsappReplies`. */
export type ChannelQueues = Readonly<Record<string, QueueWithDlq>>;
type Variable = `${Uppercase<Channel>}_${Uppercase<Purpose>}_QUEUE_URL`;

/** Two queues for each channel: one for what is to be answered, one for what a person has to see. */
export const createChannelQueues = (scope: Construct, defaults: StackDefaults): ChannelQueues =>
  Object.fromEntries(
    channelSchema.options.flatMap((channel) =>
      Object.entries(PURPOSE).map(([kind, purpose]) => {
        const name = `${channel.charAt(0).toUpperCase()}${channel.slice(1)}${kind}`;
        const queue = new QueueWithDlq(scope, name, {
          visibilityTimeout: VISIBILITY,
          maxReceiveCount: MAX_RECEIVES,
          maxAge: MAX_AGE,
          content: `${CONTENT[channel]} ${purpose}`,
          defaults,
        });
        return [name, queue] as const;
      }),
    ),
  );

/** As variables of a function: `WhatsappReplies` is WHATSAPP_REPLIES_QUEUE_URL. */
export function channelQueueUrls(queues: ChannelQueues): Record<Variable, string> {
  const urls = Object.entries(queues).map(([name, { queue }]) => [
    `${name.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase()}_QUEUE_URL`,
    queue.queueUrl,
  ]);
  // The type of Object.fromEntries does not keep the names.
  return Object.fromEntries(urls) as Record<Variable, string>;
}
