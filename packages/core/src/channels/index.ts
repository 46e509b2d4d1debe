export { addressForms, ownAddressForms } from './address-forms.ts';
export { CHANNELS, type Channel, channelSchema, normalizeAddress } from './channel.ts';
export {
  byQueueVariable,
  CHANNEL_QUEUES,
  type ChannelQueue,
  type ChannelQueueVariable,
  type QueuePurpose,
  variableOf,
} from './channel-queues.ts';
export { ADDRESS_GRAMMAR, parseAddress } from './parse-address.ts';
