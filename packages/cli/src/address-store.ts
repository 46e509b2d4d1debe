import {
  type OwnedAddress,
  putOwnedAddress,
  readOwnedAddress,
  removeOwnedAddress,
} from '@switchyard/core/addresses';
import type { Channel } from '@switchyard/core/channels';
import type { EventsTable } from '@switchyard/core/tables';

export type { OwnedAddress } from '@switchyard/core/addresses';

export type AddressStoreDeps = Omit<EventsTable, 'clock'>;

export type AddressStore = ReturnType<typeof createAddressStore>;

/** Which tenant each of our numbers and mailboxes belongs to: table Events. */
export function createAddressStore(deps: AddressStoreDeps) {
  const table = { ...deps, clock: Date.now };
  return {
    read: (channel: Channel, address: string) => readOwnedAddress(table, channel, address),
    put: (owned: OwnedAddress, seen: OwnedAddress | undefined) => putOwnedAddress(table, owned, seen),
    remove: (owned: OwnedAddress) => removeOwnedAddress(table, owned),
  };
}
