import { readOwnedAddress, removeOwnedAddress } from '@switchyard/core/addresses';
import { defineCommand } from '../../define-command.ts';
import { parseAddress } from '../../parse-address.ts';
import { addressView, changedMeanwhile, notAssigned, ownAddressOptions, ownAddressSchema } from './show.ts';

export const addressesReleaseText = ({
  tenant_id,
  channel,
  address,
}: ReturnType<typeof addressView>): string =>
  `${address} on ${channel} no longer belongs to tenant ${tenant_id}: what strangers write to it becomes nobody's event.`;

export const addressesRelease = defineCommand({
  name: 'addresses release',
  summary: 'end that: it is nobody’s',
  input: ownAddressSchema,
  options: ownAddressOptions,
  examples: ['addresses release --channel sms --address +15550009999'],
  async run({ open }, { channel, address: text }) {
    const address = parseAddress(channel, text);
    const deployment = await open();
    const seen = await readOwnedAddress(deployment, channel, address);
    if (seen === undefined) throw notAssigned(channel, address);
    if (await removeOwnedAddress(deployment, seen)) return addressView(seen);
    throw changedMeanwhile(channel, address);
  },
  text: addressesReleaseText,
});
