import { type OwnedAddress, readOwnedAddress } from '@switchyard/core/addresses';
import type { Channel } from '@switchyard/core/channels';
import { channelSchema } from '@switchyard/core/channels';
import { enumerate } from '@switchyard/core/names-of';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { CommandError } from '../../errors.ts';
import { formatTime } from '../../format.ts';
import { parseAddress } from '../../parse-address.ts';

export const addressView = ({ tenantId, channel, address, account, assignedAt }: OwnedAddress) => ({
  tenant_id: tenantId,
  channel,
  address,
  account,
  assigned_at: assignedAt,
});

export const notAssigned = (channel: Channel, address: string) =>
  new CommandError('address_not_assigned', `${address} on ${channel} belongs to no tenant.`);

export const changedMeanwhile = (channel: Channel, address: string) =>
  new CommandError(
    'address_changed_meanwhile',
    `Somebody else is assigning ${address} on ${channel} right now. See whose it is with \`addresses show\`.`,
  );

export const addressesShowText = ({
  tenant_id,
  channel,
  address,
  account,
  assigned_at,
}: ReturnType<typeof addressView>): string =>
  `${address} on ${channel} belongs to tenant ${tenant_id} since ${formatTime(assigned_at)}${account === undefined ? '' : `, in account ${account}`}.`;

export const ownAddressSchema = z.object({ channel: channelSchema, address: z.string() });

export const ownAddressOptions = {
  channel: ['<channel>', enumerate(channelSchema.options)],
  address: ['<address>', 'our number or mailbox, to which people write'],
} as const;

export const addressesShow = defineCommand({
  name: 'addresses show',
  summary: 'whose it is',
  input: ownAddressSchema,
  options: ownAddressOptions,
  examples: ['addresses show --channel sms --address +15550009999'],
  async run({ open }, { channel, address: text }) {
    const address = parseAddress(channel, text);
    const owned = await readOwnedAddress(await open(), channel, address);
    if (owned === undefined) throw notAssigned(channel, address);
    return addressView(owned);
  },
  text: addressesShowText,
});
