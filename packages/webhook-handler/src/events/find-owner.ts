import { tenantIdSchema } from '@switchyard/core/ids';
import { type Channel, normalizeAddress, ownedAddressKey } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';

export type FindOwner = ReturnType<typeof createFindOwner>;

/** @returns the tenant that a number or mailbox of ours was assigned to; undefined when it is nobody's */
export function createFindOwner(deps: { readonly documents: Documents; readonly eventsTable: string }) {
  return async (channel: Channel, address: string): Promise<string | undefined> => {
    const normalized = normalizeAddress(channel, address);
    if (normalized === '') return undefined;
    const { Item } = await deps.documents.get({
      TableName: deps.eventsTable,
      Key: ownedAddressKey(channel, normalized),
    });
    return Item === undefined ? undefined : tenantIdSchema.parse(Item.tenantId);
  };
}
