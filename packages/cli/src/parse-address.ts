import { type Channel, normalizeAddress } from '@switchyard/core/channels';
import { UsageError } from './errors.ts';

/** With the plus sign, as Twilio writes it: E.164 has at most 15 digits. */
const PHONE = /^\+[1-9]\d{4,14}$/;
/** Only networks of one country know it, and it takes no WhatsApp message. */
const SHORT_CODE = /^\d{3,8}$/;
const MAILBOX = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;
const MAX_MAILBOX = 254;

/** The form in which the address is stored: what is not written exactly like it would never be found. @throws UsageError */
export function parseAddress(channel: Channel, text: string): string {
  const address = normalizeAddress(channel, text);
  if (isAddress(channel, address)) return address;
  const allowed =
    channel === 'email'
      ? 'a mailbox such as ann@example.com, without a name'
      : `a phone number with "+" and country code, without spaces, such as +15550001111${channel === 'sms' ? ', or a short code' : ''}`;
  throw new UsageError(`--address is ${JSON.stringify(text)}: on ${channel} it must be ${allowed}`);
}

function isAddress(channel: Channel, address: string): boolean {
  if (channel === 'email') return address.length <= MAX_MAILBOX && MAILBOX.test(address);
  return PHONE.test(address) || (channel === 'sms' && SHORT_CODE.test(address));
}
