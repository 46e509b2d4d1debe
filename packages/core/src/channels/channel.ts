import * as z from 'zod';
import { namesOf } from '../names-of.ts';

type ChannelDescription = {
  /** What arrives on it, as a sentence begins. */
  readonly messages: string;
  /** The form in which an address is stored and looked up. */
  readonly normalizeAddress: (address: string) => string;
};

/** Without the prefix that Twilio puts before it. */
const withoutPrefix = (number: string): string => number.replace(/^[a-z]+:/i, '');

/** What people write to us on: two queues each, and what the compiler asks for besides. */
export const CHANNELS = {
  whatsapp: { messages: 'WhatsApp messages', normalizeAddress: withoutPrefix },
  sms: { messages: 'SMS', normalizeAddress: withoutPrefix },
  // Nobody runs two mailboxes that differ in case, and people type both.
  email: { messages: 'Mails', normalizeAddress: (mailbox) => mailbox.toLowerCase() },
} as const satisfies Readonly<Record<string, ChannelDescription>>;

export const channelSchema = z.enum(namesOf(CHANNELS));
export type Channel = z.infer<typeof channelSchema>;

/** The form in which an address is stored and looked up: phone numbers without prefix, mailboxes in lower case. */
export const normalizeAddress = (channel: Channel, address: string): string =>
  CHANNELS[channel].normalizeAddress(address.trim());
