import type { Channel } from '@switchyard/core/channels';
import type { AddressStore, OwnedAddress } from '../address-store.ts';
import { CommandError } from '../errors.ts';
import { formatTime } from '../format.ts';

export type AddressesShowDeps = { readonly addresses: Pick<AddressStore, 'read'> };

export function createAddressesShow({ addresses }: AddressesShowDeps) {
  return async ({ channel, address }: { readonly channel: Channel; readonly address: string }) => {
    const owned = await addresses.read(channel, address);
    if (owned === undefined) throw notAssigned(channel, address);
    return addressView(owned);
  };
}

export const addressView = ({ tenantId, channel, address, assignedAt }: OwnedAddress) => ({
  tenant_id: tenantId,
  channel,
  address,
  assigned_at: assignedAt,
});

export const notAssigned = (channel: Channel, address: string) =>
  new CommandError('address_not_assigned', `${address} on ${channel} belongs to no tenant.`);

export const addressesShowText = ({
  tenant_id,
  channel,
  address,
  assigned_at,
}: Awaited<ReturnType<ReturnType<typeof createAddressesShow>>>): string =>
  `${address} on ${channel} belongs to tenant ${tenant_id} since ${formatTime(assigned_at)}.`;
