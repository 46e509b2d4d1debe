import { type Channel, normalizeAddress } from './channel.ts';

/** With the plus sign, as Twilio writes it: E.164 has at most 15 digits. */
const PHONE = /^\+[1-9]\d{4,14}$/;
/** Only networks of one country know it, and it takes no WhatsApp message. */
const SHORT_CODE = /^\d{3,8}$/;
/** Of people who show no number: `US.13491208655302741918`. */
const WHATSAPP_USER = /^[A-Z]{2}\.\w{1,128}$/;
const MAILBOX = /^(?!.{255})[^\s@<>,;:"]{1,64}@[^\s@<>,;:"]+$/;

type AddressGrammar = {
  readonly forms: readonly RegExp[];
  /** What may stand before it; another channel's makes it another channel's address. */
  readonly prefix: string | undefined;
  /** As `must be …` goes on. */
  readonly allowed: string;
};

const NUMBER = 'a phone number with "+" and country code, without spaces, such as +15550001111';

/** How the addresses of each channel are written, wherever a person or a program names one to us. */
export const ADDRESS_GRAMMAR: Readonly<Record<Channel, AddressGrammar>> = {
  whatsapp: {
    forms: [PHONE, WHATSAPP_USER],
    prefix: 'whatsapp:',
    allowed: `${NUMBER}, or the id of a user who shows none, such as US.13491208655302741918`,
  },
  sms: { forms: [PHONE, SHORT_CODE], prefix: undefined, allowed: `${NUMBER}, or a short code` },
  email: {
    forms: [MAILBOX],
    prefix: undefined,
    allowed: 'a mailbox such as ann@example.com, without a name',
  },
};

/** @returns the form in which it is stored and looked up; undefined when it is no address of the channel */
export function parseAddress(channel: Channel, text: string): string | undefined {
  const { forms, prefix } = ADDRESS_GRAMMAR[channel];
  const [written = ''] = /^[a-z]+:/i.exec(text.trim()) ?? [];
  if (written !== '' && written.toLowerCase() !== prefix) return undefined;
  const address = normalizeAddress(channel, text);
  return forms.some((form) => form.test(address)) ? address : undefined;
}
