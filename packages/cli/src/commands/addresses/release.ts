import type { Channel } from '@switchyard/core/channels';
import type { AddressStore } from '../../address-store.ts';
import { createAddressStore } from '../../address-store.ts';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { parseAddress } from '../../parse-address.ts';
import { addressView, notAssigned, ownAddressOptions, ownAddressSchema } from './show.ts';

export type AddressesReleaseDeps = { readonly addresses: Pick<AddressStore, 'read' | 'remove'> };

/** Ends an assignment: the number or mailbox is nobody's. */
export function createAddressesRelease({ addresses }: AddressesReleaseDeps) {
  return async ({ channel, address }: { readonly channel: Channel; readonly address: string }) => {
    const seen = await addresses.read(channel, address);
    if (seen === undefined) throw notAssigned(channel, address);
    if (await addresses.remove(seen)) return addressView(seen);
    throw new CommandError(
      'address_changed_meanwhile',
      `Somebody else is assigning ${address} on ${channel} right now. See whose it is with \`addresses show\`.`,
    );
  };
}

export const addressesReleaseText = ({
  tenant_id,
  channel,
  address,
}: Awaited<ReturnType<ReturnType<typeof createAddressesRelease>>>): string =>
  `${address} on ${channel} no longer belongs to tenant ${tenant_id}: what strangers write to it becomes nobody's event.`;

export const addressesRelease = defineCommand({
  name: 'addresses release',
  summary: 'end that: it is nobody’s',
  input: ownAddressSchema,
  options: ownAddressOptions,
  examples: ['addresses release --channel sms --address +15550009999'],
  async run({ open }, { channel, address: text }) {
    const address = parseAddress(channel, text);
    return createAddressesRelease({ addresses: createAddressStore(await open()) })({ channel, address });
  },
  text: addressesReleaseText,
});
