import { type Channel, normalizeAddress } from '@switchyard/core/channels';
import { UsageError } from './errors.ts';

/** With the plus sign, as Twilio writes it: E.164 has at most 15 digits. */
const PHONE = /^\+[1-9]\d{4,14}$/;
/** Only networks of one country know it, and it takes no WhatsApp message. */
const SHORT_CODE = /^\d{3,8}$/;
const MAILBOX = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;
const MAX_MAILBOX = 254;

type AddressForm = { readonly isAddress: (address: string) => boolean; readonly allowed: string };

const NUMBER = 'a phone number with "+" and country code, without spaces, such as +15550001111';

const FORMS: Readonly<Record<Channel, AddressForm>> = {
  whatsapp: { isAddress: (address) => PHONE.test(address), allowed: NUMBER },
  sms: {
    isAddress: (address) => PHONE.test(address) || SHORT_CODE.test(address),
    allowed: `${NUMBER}, or a short code`,
  },
  email: {
    isAddress: (address) => address.length <= MAX_MAILBOX && MAILBOX.test(address),
    allowed: 'a mailbox such as ann@example.com, without a name',
  },
};

/** The form in which the address is stored: what is not written exactly like it would never be found. @throws UsageError */
export function parseAddress(channel: Channel, text: string): string {
  const address = normalizeAddress(channel, text);
  const { isAddress, allowed } = FORMS[channel];
  if (isAddress(address)) return address;
  throw new UsageError(`--address is ${JSON.stringify(text)}: on ${channel} it must be ${allowed}`);
}
