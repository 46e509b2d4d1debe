import { tenantIdSchema } from '@switchyard/core/ids';
import { type Channel, channelSchema, ownedAddressKey } from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';
import * as z from 'zod';

const ownedAddressSchema = z.object({
  tenantId: tenantIdSchema,
  channel: channelSchema,
  address: z.string(),
  assignedAt: z.iso.datetime(),
});
export type OwnedAddress = z.infer<typeof ownedAddressSchema>;

export type AddressStoreDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
};

export type AddressStore = ReturnType<typeof createAddressStore>;

/** Which tenant each of our numbers and mailboxes belongs to: table Events. */
export function createAddressStore({ documents, eventsTable: TableName }: AddressStoreDeps) {
  return {
    async read(channel: Channel, address: string): Promise<OwnedAddress | undefined> {
      const { Item } = await documents.get({
        TableName,
        Key: ownedAddressKey(channel, address),
        ConsistentRead: true,
      });
      return Item === undefined ? undefined : ownedAddressSchema.parse(Item);
    },

    /**
     * @param seen whose it must still be; undefined: nobody's
     * @returns false when somebody else assigned or released it since
     */
    async put(owned: OwnedAddress, seen: OwnedAddress | undefined): Promise<boolean> {
      const isAsSeen =
        seen === undefined ? 'attribute_not_exists(pk)' : '(tenantId = :seen AND assignedAt = :seenAt)';
      return ifConditionHolds(
        documents.put({
          TableName,
          Item: { ...ownedAddressKey(owned.channel, owned.address), ...owned },
          // The second half is this very write, which the SDK repeats when its answer was lost.
          ConditionExpression: `${isAsSeen} OR (tenantId = :tenantId AND assignedAt = :assignedAt)`,
          ExpressionAttributeValues: {
            ':tenantId': owned.tenantId,
            ':assignedAt': owned.assignedAt,
            ...(seen === undefined ? {} : { ':seen': seen.tenantId, ':seenAt': seen.assignedAt }),
          },
        }),
      );
    },

    /** @returns false when it belongs to somebody else now; true when to nobody */
    async remove({ channel, address, tenantId }: OwnedAddress): Promise<boolean> {
      return ifConditionHolds(
        documents.delete({
          TableName,
          Key: ownedAddressKey(channel, address),
          ConditionExpression: 'attribute_not_exists(pk) OR tenantId = :tenantId',
          ExpressionAttributeValues: { ':tenantId': tenantId },
        }),
      );
    },
  };
}
