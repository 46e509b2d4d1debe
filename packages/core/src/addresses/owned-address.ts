import * as z from 'zod';
import { type Channel, channelSchema, normalizeAddress } from '../channels/channel.ts';
import { tenantIdSchema } from '../ids/id-schemas.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';

/** Which tenant a number or mailbox of ours belongs to. */
export const ownedAddressSchema = z.object({
  tenantId: tenantIdSchema,
  channel: channelSchema,
  address: z.string(),
  assignedAt: z.iso.datetime(),
});
export type OwnedAddress = z.infer<typeof ownedAddressSchema>;

export const ownedAddressKey = (channel: string, address: string) => ({
  pk: `ADDRESS#${channel}#${address}`,
  sk: 'ADDRESS',
});

/** @returns the tenant that a number or mailbox of ours was assigned to; undefined when it is nobody's */
export async function findOwner(
  { documents, eventsTable }: EventsTable,
  channel: Channel,
  address: string,
): Promise<string | undefined> {
  const normalized = normalizeAddress(channel, address);
  if (normalized === '') return undefined;
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: ownedAddressKey(channel, normalized),
  });
  return Item === undefined ? undefined : tenantIdSchema.parse(Item.tenantId);
}

export async function readOwnedAddress(
  { documents, eventsTable }: EventsTable,
  channel: Channel,
  address: string,
): Promise<OwnedAddress | undefined> {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: ownedAddressKey(channel, address),
    ConsistentRead: true,
  });
  return Item === undefined ? undefined : ownedAddressSchema.parse(Item);
}

/**
 * @param seen whose it must still be; undefined: nobody's
 * @returns false when somebody else assigned or released it since
 */
export function putOwnedAddress(
  { documents, eventsTable }: EventsTable,
  owned: OwnedAddress,
  seen: OwnedAddress | undefined,
): Promise<boolean> {
  const isAsSeen =
    seen === undefined ? 'attribute_not_exists(pk)' : '(tenantId = :seen AND assignedAt = :seenAt)';
  return ifConditionHolds(
    documents.put({
      TableName: eventsTable,
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
}

/** @returns false when it belongs to somebody else now; true when to nobody */
export function removeOwnedAddress(
  { documents, eventsTable }: EventsTable,
  { channel, address, tenantId }: OwnedAddress,
): Promise<boolean> {
  return ifConditionHolds(
    documents.delete({
      TableName: eventsTable,
      Key: ownedAddressKey(channel, address),
      ConditionExpression: 'attribute_not_exists(pk) OR tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': tenantId },
    }),
  );
}
