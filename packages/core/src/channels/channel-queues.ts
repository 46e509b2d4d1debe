import { namesOf } from '../names-of.ts';
import { CHANNELS, type Channel } from './channel.ts';

/** What becomes of a message, as a sentence goes on. */
const PURPOSES = { replies: 'to be answered', handoff: 'for a person' } as const;
export type QueuePurpose = keyof typeof PURPOSES;

/** `WHATSAPP_REPLIES_QUEUE_URL`: where a function finds the queue. */
export type ChannelQueueVariable = `${Uppercase<Channel>}_${Uppercase<QueuePurpose>}_QUEUE_URL`;

export type ChannelQueue = {
  readonly channel: Channel;
  readonly purpose: QueuePurpose;
  /** `whatsapp-replies` */
  readonly name: `${Channel}-${QueuePurpose}`;
  readonly variable: ChannelQueueVariable;
  /** `WhatsApp messages to be answered` */
  readonly content: string;
};

/** Two for each channel: one for what is to be answered, one for what a person has to see. */
export const CHANNEL_QUEUES: readonly ChannelQueue[] = namesOf(CHANNELS).flatMap((channel) =>
  namesOf(PURPOSES).map((purpose) => ({
    channel,
    purpose,
    name: `${channel}-${purpose}` as const,
    variable: variableOf(channel, purpose),
    content: `${CHANNELS[channel].messages} ${PURPOSES[purpose]}`,
  })),
);

export function variableOf(channel: Channel, purpose: QueuePurpose): ChannelQueueVariable {
  // Their letters are ASCII, so this is what the type says.
  return `${channel.toUpperCase()}_${purpose.toUpperCase()}_QUEUE_URL` as ChannelQueueVariable;
}

/** Something for each queue, by the name of its variable. */
export const byQueueVariable = <T>(make: (queue: ChannelQueue) => T): Record<ChannelQueueVariable, T> =>
  Object.fromEntries(CHANNEL_QUEUES.map((queue) => [queue.variable, make(queue)])) as Record<
    ChannelQueueVariable,
    T
  >;
