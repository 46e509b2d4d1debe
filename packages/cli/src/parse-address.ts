import { ADDRESS_GRAMMAR, type Channel, parseAddress as parse } from '@switchyard/core/channels';
import { UsageError } from './errors.ts';

/** The form in which the address is stored: what is not written exactly like it would never be found. @throws UsageError */
export function parseAddress(channel: Channel, text: string): string {
  const address = parse(channel, text);
  if (address !== undefined) return address;
  const { allowed } = ADDRESS_GRAMMAR[channel];
  throw new UsageError(`--address is ${JSON.stringify(text)}: on ${channel} it must be ${allowed}`);
}
